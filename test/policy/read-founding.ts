import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CookieFacts,
  consentOf,
  FUNCTIONS,
  type KindFacts,
  LOCATION,
  type PolicyFactsRead,
  PURPOSES,
} from './facts.ts'

/** The founding documents; not part of the repository. */
export const FOUNDING_PLACE = join(import.meta.dirname, '../../../shared/founding')

/** Texts of the founding documents by file name; none where they are absent. */
export const foundingDocuments = (): ReadonlyMap<string, string> =>
  new Map(
    existsSync(FOUNDING_PLACE)
      ? readdirSync(FOUNDING_PLACE)
          .filter(name => name.endsWith('.txt'))
          .sort()
          .map(name => [name, readFileSync(join(FOUNDING_PLACE, name), 'utf8')])
      : [],
  )

/** The facts of a founding document, whatever form its table was written down in. */
export function readFounding(text: string): PolicyFactsRead {
  const plain = text.replaceAll('\\_', '_')
  const at = plain.search(/What (?:are )?cookies (?:are )?used/)
  const [words, table] = [plain.slice(0, at), tableText(plain.slice(at))]
  return {
    host: /https:\/\/([a-z0-9.-]+)/.exec(plain)?.[1] ?? '',
    analytics: /web analytics/.test(words),
    kinds: KINDS.map(([kind, begins]) => kindFacts(kind, begins, words)),
    cookies: cookieFacts(table),
  }
}

const KINDS = [
  ['necessary', /["“](?:Necessary|Essential)["”]/],
  ['statistical', /["“]Statistical["”]/],
  ['internal', /["“]Internal["”]/],
  ['third', /["“]Third-party["”]/],
] as const

function kindFacts(kind: string, begins: RegExp, words: string): KindFacts {
  const paragraph = words.split(/\n\s*\n/).find(text => begins.test(text)) ?? ''
  return { kind, consent: consentOf(paragraph) }
}

/** Cells that were broken over several lines of tabs put together again; all space as one. */
function tableText(text: string): string {
  const rows: string[][] = []
  for (const line of text.split('\n')) {
    const cells = line.split('\t')
    const last = rows.at(-1)
    if (cells.length > 1 && cells[0] === '' && last !== undefined)
      for (const [index, cell] of cells.entries()) last[index] = `${last[index] ?? ''} ${cell}`
    else rows.push(cells)
  }
  return rows.flat().join('\n').replaceAll(/\s+/g, ' ')
}

const places = (text: string, words: readonly (readonly [string, RegExp])[]) =>
  words
    .flatMap(([word, said]) => {
      const found = said.exec(text)
      return found === null ? [] : [{ word, at: found.index, end: found.index + found[0].length }]
    })
    .sort((a, b) => a.at - b.at)

const NAMES = ['sessionid', 'django_language', 'csrftoken', 'cookies_preferences'].map(
  name => [name, new RegExp(name)] as const,
)

/** A table keeps the order of its rows, whether it was written down row by row or column by column. */
function cookieFacts(table: string): readonly CookieFacts[] {
  const functions = places(table, FUNCTIONS)
  const purposes = places(table, PURPOSES)
  const providers = table.match(/Opendatasoft(?=[\s|A-Z])/g) ?? []
  return places(table, NAMES).map(({ word: name }, index) => {
    const work = functions[index]
    const located = work !== undefined && LOCATION.exec(table.slice(work.end))?.index
    return {
      provider: providers[index] ?? '',
      function: work?.word ?? '',
      location: located !== false && located !== undefined && located <= 1 ? 'front and back office' : null,
      name,
      purpose: purposes[index]?.word ?? '',
    }
  })
}
