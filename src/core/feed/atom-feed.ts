import { attribute, characterData } from '../xml-text.ts'
import type { Feed, FeedEntry } from './feed.ts'

/** A feed as Atom (RFC 4287). */
export const atomFeed = (feed: Feed): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${attribute(feed.language)}">`,
    `<id>${characterData(feed.self)}</id>`,
    `<title>${characterData(feed.title)}</title>`,
    `<subtitle>${characterData(feed.description)}</subtitle>`,
    `<updated>${feed.updated}</updated>`,
    `<author><name>${characterData(feed.author)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${attribute(feed.self)}"/>`,
    `<link rel="alternate" type="text/html" href="${attribute(feed.page)}"/>`,
    ...feed.entries.map(entryOf),
    '</feed>',
    '',
  ].join('\n')

const entryOf = ({ id, title, page, updated, content }: FeedEntry): string =>
  [
    '<entry>',
    `<id>${characterData(id)}</id>`,
    `<title>${characterData(title)}</title>`,
    `<updated>${updated}</updated>`,
    `<link rel="alternate" type="text/html" href="${attribute(page)}"/>`,
    `<content type="html">${characterData(content)}</content>`,
    '</entry>',
  ].join('\n')
