import { atomFeed } from './atom-feed.ts'
import { rssFeed } from './rss-feed.ts'

/** A feed of records, whatever it is written as. */
export interface Feed {
  readonly title: string
  readonly description: string
  /** Address of the feed itself, which names it. */
  readonly self: string
  /** Address of the page about the same. */
  readonly page: string
  readonly language: string
  /** Who answers for what it says. */
  readonly author: string
  /** ISO 8601 instant. */
  readonly updated: string
  /** Each with an identifier of its own. */
  readonly entries: readonly FeedEntry[]
}

export interface FeedEntry {
  /** For ever, as an address. */
  readonly id: string
  readonly title: string
  /** Address of a page that shows it. */
  readonly page: string
  /** ISO 8601 instant. */
  readonly updated: string
  /** HTML, its texts escaped. */
  readonly content: string
}

/** Formats of feeds by the names that requests give them (explore-api §14.2). */
export const FEEDS = {
  rss: { type: 'application/rss+xml; charset=utf-8', write: rssFeed },
  atom: { type: 'application/atom+xml; charset=utf-8', write: atomFeed },
} as const
