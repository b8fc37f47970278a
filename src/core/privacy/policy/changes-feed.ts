import { attribute, characterData } from '../../xml-text.ts'
import { changeText } from './change-text.ts'
import type { PolicyChange } from './changes.ts'
import { type PolicyWords, policyWords } from './entry-words.ts'

/** A version with what it changed. */
export interface LoggedVersion {
  readonly name: string
  /** ISO 8601 instant. */
  readonly at: string
  readonly changes: readonly PolicyChange[]
}

export interface ChangesFeed {
  /** `https://host` */
  readonly origin: string
  readonly portal: string
  readonly language: string
  readonly fallback: string
  /** Newest first. */
  readonly versions: readonly LoggedVersion[]
}

/** The versions of a policy as a feed (Atom, RFC 4287): an entry a version, at its permanent address. */
export function changesFeed({ origin, portal, language, fallback, versions }: ChangesFeed): string {
  const words = policyWords(language, fallback)
  const page = `${origin}/${language}/cookies/`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${attribute(language)}">`,
    `<id>${characterData(page)}</id>`,
    `<title>${characterData(words.t('policy.feed.title', { portal }))}</title>`,
    `<author><name>${characterData(portal)}</name></author>`,
    `<updated>${versions[0]?.at ?? '1970-01-01T00:00:00.000Z'}</updated>`,
    `<link rel="self" type="application/atom+xml" href="${attribute(`${page}changes.atom`)}"/>`,
    `<link rel="alternate" type="text/html" href="${attribute(page)}"/>`,
    ...versions.map(version => feedEntry(version, page, words)),
    '</feed>',
    '',
  ].join('\n')
}

function feedEntry({ name, at, changes }: LoggedVersion, page: string, words: PolicyWords): string {
  const href = `${page}v/${name}/`
  const said = changes.map(change => changeText(change, words))
  return [
    '<entry>',
    `<id>${characterData(href)}</id>`,
    `<title>${characterData(name)}</title>`,
    `<updated>${at}</updated>`,
    `<link rel="alternate" type="text/html" href="${attribute(href)}"/>`,
    `<summary>${characterData(said.join('\n'))}</summary>`,
    '</entry>',
  ].join('\n')
}
