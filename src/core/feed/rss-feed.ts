import { attribute, characterData } from '../xml-text.ts'
import type { Feed, FeedEntry } from './feed.ts'

/** A feed as RSS 2.0.11. */
export const rssFeed = (feed: Feed): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">',
    '<channel>',
    element('title', feed.title),
    element('link', feed.page),
    element('description', feed.description),
    element('language', feed.language),
    element('lastBuildDate', rfc822(feed.updated)),
    `<atom:link rel="self" type="application/rss+xml" href="${attribute(feed.self)}"/>`,
    ...feed.entries.map(item),
    '</channel>',
    '</rss>',
    '',
  ].join('\n')

const element = (name: string, value: string): string => `<${name}>${characterData(value)}</${name}>`

const item = ({ id, title, page, updated, content }: FeedEntry): string =>
  [
    '<item>',
    element('title', title),
    element('link', page),
    element('description', content),
    `<guid isPermaLink="false">${characterData(id)}</guid>`,
    element('pubDate', rfc822(updated)),
    '</item>',
  ].join('\n')

/** `Sun, 04 Jan 2026 11:22:14 GMT`. */
const rfc822 = (iso: string): string => new Date(iso).toUTCString()
