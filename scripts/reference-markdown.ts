import { isMessageKey, translator } from '../src/core/i18n/translate.ts'

/** A page of docs/ that is made from what the code declares. */
export interface ReferencePage {
  /** Path below the project's folder. */
  readonly path: string
  readonly text: string
}

const MADE = '<!-- Made by `npm run docs` from what the code declares; not to be edited. -->'

/** The English sentence of a key; any other text as it is. */
export const say = (key: string): string => (isMessageKey(key) ? translator('en')(key) : key)

/** A text in a cell of a table. */
export const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;')

/** Words of a program, one after the other; a dash for none. */
export const codes = (words: readonly string[]): string =>
  words.length === 0 ? '–' : words.map(word => `\`${word}\``).join(' ')

/** A table of cells that are Markdown already. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n')

/** A page of blocks, with the word that it is made. */
export const page = (path: string, ...blocks: readonly string[]): ReferencePage => ({
  path,
  text: `${[MADE, ...blocks].join('\n\n')}\n`,
})
