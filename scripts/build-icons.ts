import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ICONS } from '../src/http/web/ui/icon.tsx'

/** Draws `styles/icons.svg` anew from lucide-static; run it after a change of `ICONS`. */
const SPRITE = new URL('../src/http/web/styles/icons.svg', import.meta.url)

const folder = join(dirname(createRequire(import.meta.url).resolve('lucide-static/package.json')), 'icons')

/** The sprite of some icons: one symbol each, strokes in the colour of the text around. */
export function sprite(names: readonly string[]): string {
  const symbols = names.map(name => `<symbol id="${name}" viewBox="0 0 24 24">${shapes(name)}</symbol>`)
  return `<!-- Icons of Lucide (lucide.dev), ISC licence -->
<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
<title>Icons</title>
${symbols.join('\n')}
</svg>
`
}

function shapes(name: string): string {
  const icon = readFileSync(join(folder, `${name}.svg`), 'utf8')
  const inner = icon.slice(icon.indexOf('>', icon.indexOf('<svg')) + 1, icon.indexOf('</svg>'))
  return inner.replaceAll(/\s+/g, ' ').replaceAll(' />', '/>').trim()
}

if (import.meta.main) writeFileSync(SPRITE, sprite(ICONS))
