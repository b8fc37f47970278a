import MarkdownIt from 'markdown-it'
import { type CleanContent, cleanHtml } from './clean-html.ts'
import type { ForeignRules } from './foreign-content.ts'
import { remember } from './remember.ts'

const markdown = new MarkdownIt({ html: false, linkify: true })

const TAGS =
  'p|br|ul|ol|li|a|b|i|em|strong|h[1-6]|div|span|section|table|blockquote|figure|picture|img|svg|video|audio|iframe|object|embed|script|style|link|meta|form|center|font'
const LOOKS_LIKE_HTML = new RegExp(`<(?:${TAGS})\\b[^>]*>`, 'i')

/** Whether a tag is in a text; behind the last `>` there is none, and looking there costs the square of its length. */
const looksLikeHtml = (source: string): boolean =>
  LOOKS_LIKE_HTML.test(source.slice(0, source.lastIndexOf('>') + 1))

/** A publisher's text as HTML: what has tags is HTML, all else Markdown, in which no tag is one. */
export const asHtml = (source: string): string => (looksLikeHtml(source) ? source : markdown.render(source))

/** Headings of a description are of one level, below those of the page that shows it. */
const DESCRIBED = 3
/** Headings of a text that is a page of its own begin below the page's title. */
const FIRST_OF_PAGE = 2

type Cleaner = (source: string) => CleanContent

const cleaners = (heading: (level: number) => number) => {
  const known = new WeakMap<ForeignRules, Cleaner>()
  return (source: string, foreign: ForeignRules): CleanContent => {
    const clean =
      known.get(foreign) ?? remember(text => cleanHtml(asHtml(text), { ...foreign, heading }), 500)
    known.set(foreign, clean)
    return clean(source)
  }
}

/** A description, Markdown or HTML, as a page may show it (`cleanHtml`); remembered for as long as the rules live. */
export const describedText = cleaners(() => DESCRIBED)

/** A text that fills a page of its own, such as a legal notice, as `describedText`. */
export const pageText = cleaners(level => Math.max(FIRST_OF_PAGE, level))
