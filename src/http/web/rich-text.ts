import MarkdownIt from 'markdown-it'
import sanitizeHtml from 'sanitize-html'
import { remember } from './remember.ts'

/** Markup that went through {@link richText}; the only thing `Raw` prints without escaping. */
export interface SafeHtml {
  readonly safe: string
}

const markdown = new MarkdownIt({ html: false, linkify: true })

const LOOKS_LIKE_HTML = /<(?:p|br|ul|ol|li|a|b|i|em|strong|h[1-6]|div|span|table|blockquote)\b[^>]*>/i

const CLEAN: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'ul', 'ol', 'li', 'a', 'b', 'i', 'em', 'strong', 'h3', 'blockquote', 'code'],
    ...['pre', 'hr', 'sub', 'sup', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'dl', 'dt', 'dd'],
  ],
  allowedAttributes: { a: ['href', 'hreflang', 'lang'], '*': ['lang', 'dir'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: { h1: 'h3', h2: 'h3', h4: 'h3', h5: 'h3', h6: 'h3', a: anchor },
}

function anchor(_: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  return { tagName: 'a', attribs: { ...attribs, rel: 'noopener nofollow ugc' } }
}

const WITH_REL: sanitizeHtml.IOptions = {
  ...CLEAN,
  allowedAttributes: { ...CLEAN.allowedAttributes, a: ['href', 'hreflang', 'lang', 'rel'] },
}

/**
 * A publisher's description as markup: Markdown, or HTML when it has tags. No script, style, class, image or
 * frame gets through, and all its headings are of one level, below the page's own.
 */
export const richText: (source: string) => SafeHtml = remember(source => {
  const html = LOOKS_LIKE_HTML.test(source) ? source : markdown.render(source)
  return { safe: sanitizeHtml(html, WITH_REL).trim() }
}, 500)

const oneLine = remember(source => {
  const html = LOOKS_LIKE_HTML.test(source) ? source : markdown.render(source)
  const spaced = html.replace(/<\/?(?:p|br|li|ul|ol|h[1-6]|div|td|tr)\b[^>]*>/gi, ' ')
  return decode(sanitizeHtml(spaced, { allowedTags: [], allowedAttributes: {} }))
    .replace(/\s+/g, ' ')
    .trim()
}, 2000)

/** Its plain text on one line, cut at a word to at most `length` characters. */
export function plainText(source: string, length = 280): string {
  const text = oneLine(source)
  if (text.length <= length) return text
  const cut = text.slice(0, length - 1)
  const space = cut.lastIndexOf(' ')
  return `${space > length / 2 ? cut.slice(0, space) : cut}…`
}

const decode = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
