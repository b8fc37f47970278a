import { resolveText } from '../i18n/language-map.ts'
import { attribute, characterData } from '../xml-text.ts'
import {
  type CatalogEntry,
  type CatalogView,
  type CatalogWriter,
  modifiedAt,
  pageAddress,
  said,
  titleOf,
} from './entry.ts'

/** Where the feed of the whole catalogue is. */
const wholeFeed = ({ origin }: CatalogView): string => `${origin}/api/explore/v2.1/catalog/exports/rss`

/**
 * A feed of datasets (RSS 2.0.11): an item a dataset, known by its permanent identifier. `self` is the address that it
 * has when it is not the whole catalogue's.
 */
export function rssWriter(view: CatalogView, self = wholeFeed(view)): CatalogWriter {
  const { origin, language, languages } = view
  const own = (map: CatalogView['title']): string => resolveText(map, language, languages[0])
  const prefix = languages.includes(language) ? `/${language}` : ''
  return {
    head: () =>
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">',
        '<channel>',
        element('title', own(view.title)),
        element('link', `${origin}${prefix}/explore/`),
        element('description', own(view.description)),
        element('language', language),
        `<atom:link rel="self" type="application/rss+xml" href="${attribute(self)}"/>`,
        '',
      ].join('\n'),
    entry: entry => item(entry, view),
    tail: () => '</channel>\n</rss>\n',
  }
}

const element = (name: string, value: string): string => `<${name}>${characterData(value)}</${name}>`

function item(entry: CatalogEntry, view: CatalogView): string {
  const { dataset, revision } = entry
  const { metadata } = revision
  const description = said(metadata.description, entry, view)
  const categories = [...metadata.theme, ...metadata.keyword].flatMap(map => said(map, entry, view) ?? [])
  return [
    '<item>',
    element('title', said(titleOf(entry), entry, view) ?? dataset.datasetId),
    element('link', pageAddress(entry, view)),
    ...(description === null ? [] : [element('description', description)]),
    ...(metadata.publisher === null ? [] : [element('dc:creator', metadata.publisher)]),
    ...categories.map(category => element('category', category)),
    `<guid isPermaLink="false">${characterData(dataset.uid)}</guid>`,
    element('pubDate', rfc822(modifiedAt(entry))),
    '</item>\n',
  ].join('\n')
}

/** `Sun, 04 Jan 2026 11:22:14 GMT` (RFC 822 with the year in four digits, as RSS prefers). */
const rfc822 = (iso: string): string => new Date(iso).toUTCString()
