import { compileMessage, type Message, type MessageArgs } from '../i18n/message.ts'
import de from './templates/de.json' with { type: 'json' }
import en from './templates/en.json' with { type: 'json' }
import fr from './templates/fr.json' with { type: 'json' }
import nl from './templates/nl.json' with { type: 'json' }

/** Texts that a portal has even where its owner wrote none. */
export const LEGAL_TEXTS = ['legal', 'privacy', 'accessibility'] as const
export type LegalText = (typeof LEGAL_TEXTS)[number]

type Paragraphs = Readonly<Record<LegalText, readonly string[]>>

/** Paragraphs in Markdown, in the syntax of `core/i18n/message.ts`; one that comes out empty is left out. */
const TEMPLATES: ReadonlyMap<string, Paragraphs> = new Map([
  ['en', en],
  ['fr', fr],
  ['nl', nl],
  ['de', de],
])

/** Languages that templates are written in. */
export const TEMPLATE_LANGUAGES: readonly string[] = [...TEMPLATES.keys()]

const compiled = new Map<string, readonly Message[]>()

function messagesOf(text: LegalText, language: string): readonly Message[] {
  const key = `${language} ${text}`
  const known = compiled.get(key)
  if (known !== undefined) return known
  const made = (TEMPLATES.get(language)?.[text] ?? []).map(source => compileMessage(source, language))
  compiled.set(key, made)
  return made
}

/** Signs that Markdown or HTML read; a fact of the portal is written as it is. */
const escapeMarkdown = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]()#+\-.!|>~:@]/g, '\\$&')

/** An e-mail address that can be followed. */
const mailLink = (address: string): string =>
  `[${escapeMarkdown(address)}](mailto:${encodeURIComponent(address).replaceAll('%40', '@')})`

const written = (name: string, value: string): string => {
  if (value === 'none' || CASES.has(name)) return value
  return MAILS.has(name) ? mailLink(value) : escapeMarkdown(value)
}

/** Values that choose a sentence, and the portal's own address. */
const CASES = new Set(['origin', 'same', 'signup', 'services'])
const MAILS = new Set(['email', 'dpo'])

/** A template filled in, Markdown; `language` is one of {@link TEMPLATE_LANGUAGES}. */
export function fillTemplate(text: LegalText, language: string, values: MessageArgs): string {
  const args = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, written(name, String(value))]),
  )
  return messagesOf(text, language)
    .map(message => message(args))
    .filter(paragraph => paragraph !== '')
    .join('\n\n')
}
