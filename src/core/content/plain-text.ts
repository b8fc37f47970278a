import { defaultTreeAdapter, html, parseFragment } from 'parse5'
import { FRAMES, GONE } from './kept-elements.ts'
import { remember } from './remember.ts'
import { asHtml } from './rich-text.ts'
import type { Child } from './tree.ts'

const MAX_TEXT = 200_000
const MAX_DEPTH = 600
const BLOCKS =
  /^(?:p|br|hr|li|ul|ol|dl|dt|dd|h[1-6]|div|section|article|t[dhr]|table|blockquote|pre|figure|figcaption)$/

const oneLine = remember(
  source =>
    parseFragment(asHtml(source.slice(0, MAX_TEXT)))
      .childNodes.map(node => textOf(node, 0))
      .join('')
      .replace(/\s+/g, ' ')
      .trim(),
  2000,
)

function textOf(node: Child, depth: number): string {
  if (defaultTreeAdapter.isTextNode(node)) return node.value
  if (!defaultTreeAdapter.isElementNode(node) || depth > MAX_DEPTH) return ''
  const { tagName } = node
  if (node.namespaceURI !== html.NS.HTML || GONE.has(tagName) || FRAMES.has(tagName)) return ''
  const inside = node.childNodes.map(child => textOf(child, depth + 1)).join('')
  return BLOCKS.test(tagName) ? ` ${inside} ` : inside
}

/** A publisher's text without its marks on one line, cut at a word to at most `length` characters. */
export function plainText(source: string, length = 280): string {
  const text = oneLine(source)
  if (text.length <= length) return text
  const cut = text.slice(0, length - 1)
  const space = cut.lastIndexOf(' ')
  return `${space > length / 2 ? cut.slice(0, space) : cut}…`
}
