import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { VitrineError } from '../../core/errors.ts'
import { newPortalFile } from '../../core/portal/new-portal.ts'
import { readPortal } from '../../core/portal/read-portal.ts'
import type { Command, Invocation } from '../command.ts'
import { Refusal } from '../refusal.ts'

const DEFAULT_SLUG = 'my-portal'

function newPortal(slug: string, { options }: Invocation): string {
  const [language = 'en', ...others] = (options.languages ?? 'en').split(',').map(tag => tag.trim())
  const text = newPortalFile({
    slug,
    title: options.title ?? slug,
    languages: [language, ...others],
    host: options.host ?? null,
  })
  const read = readPortal(slug, new Map([['portal.json', text]]))
  if (!read.ok) throw new Refusal(read.diagnostics)
  return text
}

/** `vitrine init`: an empty portal of one's own, as files to change. */
export const init: Command = {
  name: 'init',
  arguments: [{ name: 'slug', optional: true }],
  options: [
    { name: 'title', value: '<text>' },
    { name: 'languages', value: '<fr,en>' },
    { name: 'host', value: '<host>' },
  ],
  async run(invocation, { settings, folder, output }) {
    const slug = invocation.arguments.slug ?? DEFAULT_SLUG
    const text = newPortal(slug, invocation)
    const place = join(settings().portals, slug)
    const file = join(place, 'portal.json')
    if (existsSync(file)) throw new VitrineError('portal_exists', { slug })
    await mkdir(join(place, 'datasets'), { recursive: true })
    await writeFile(file, text, { flag: 'wx' })
    output.result({ slug, file }, [output.say('cli.initialised', { file: relative(folder, file), slug })])
    return 'done'
  },
}
