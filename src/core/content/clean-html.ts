import { defaultTreeAdapter, html as markup, parseFragment, serialize } from 'parse5'
import { readAddress } from './addresses.ts'
import type { ForeignContent, ForeignRules } from './foreign-content.ts'
import { cleanFrame, cleanImage, cleanMedia, linkTo } from './foreign-elements.ts'
import { ATTRIBUTE_VALUES, FRAMES, GONE, KEPT } from './kept-elements.ts'
import type { SafeHtml } from './safe-html.ts'
import {
  type Attribute,
  attributeOf,
  type Child,
  type Element,
  element,
  elementsIn,
  noteHosts,
  noteStyles,
  text,
  type Walk,
} from './tree.ts'

/** A text as it may be shown, and what it would have loaded. */
export interface CleanContent {
  readonly html: SafeHtml
  readonly found: readonly ForeignContent[]
}

/** How a text is cleaned. */
export interface CleanRules extends ForeignRules {
  /** Level that a heading gets, 1 to 6: below the headings of the page that shows it. */
  readonly heading: (level: number) => number
}

/** Longest text that is read; what comes after is cut. */
const MAX_TEXT = 200_000
/** Depth from which elements are left away and only their text stays. */
const MAX_DEPTH = 60
/** Depth from which nothing stays. */
const MAX_WALK = 600

/**
 * A publisher's HTML as a page of the portal may show it. It is parsed as browsers parse it, and a new tree is built
 * from the elements and attributes of `kept-elements.ts` alone: what is not known is not there. None of them loads
 * anything but images and embed documents of the portal itself, and images of hosts that it declared; and none reads
 * differently the second time: no raw text, SVG, MathML or comment is ever written (privacy.md §2.6, layer 1).
 */
export function cleanHtml(source: string, rules: CleanRules): CleanContent {
  const found: ForeignContent[] = []
  const walk: Walk = { rules, found: content => found.push(content), inLink: false, depth: 0 }
  const tree = parseFragment(element('div', [], []), source.slice(0, MAX_TEXT), {})
  const clean = element(
    'div',
    [],
    tree.childNodes.flatMap(node => cleanNode(node, walk)),
  )
  return { html: { safe: serialize(clean).trim() }, found }
}

function cleanNode(node: Child, walk: Walk): readonly Child[] {
  if (defaultTreeAdapter.isTextNode(node)) return [text(node.value)]
  if (!defaultTreeAdapter.isElementNode(node) || walk.depth > MAX_WALK) return []
  const { tagName } = node
  if (node.namespaceURI !== markup.NS.HTML || GONE.has(tagName)) {
    noteGone(node, walk)
    return []
  }
  if (FRAMES.has(tagName)) return cleanFrame(node, walk)
  if (tagName === 'img') return cleanImage(node, walk)
  if (tagName === 'video' || tagName === 'audio') return cleanMedia(node, walk)
  noteHosts(node, walk)
  return cleanElement(node, walk)
}

function cleanElement(node: Element, walk: Walk): readonly Child[] {
  const level = /^h([1-6])$/.exec(node.tagName)?.[1]
  const tag = level === undefined ? node.tagName : `h${walk.rules.heading(Number(level))}`
  const isLink = tag === 'a'
  const inside = { ...walk, depth: walk.depth + 1, inLink: walk.inLink || isLink }
  const children = node.childNodes.flatMap(child => cleanNode(child, inside))
  const kept = level === undefined ? KEPT.get(tag) : []
  if (kept === undefined || walk.depth > MAX_DEPTH || (isLink && walk.inLink)) return children
  return [element(tag, [...keptAttributes(node, kept), ...(isLink ? linkOf(node) : [])], children)]
}

const keptAttributes = (node: Element, kept: readonly string[]): readonly Attribute[] =>
  node.attrs
    .filter(({ name }) => kept.includes(name) || name === 'lang' || name === 'dir')
    .filter(({ name, value }) => ATTRIBUTE_VALUES[name]?.test(value) === true)
    .map(({ name, value }) => [name, value])

const LINK_SCHEMES = new Set(['mailto', 'tel'])

function linkOf(node: Element): readonly Attribute[] {
  const address = readAddress(attributeOf(node, 'href'))
  if (address === null) return []
  if (address.kind === 'own') return [['href', address.path]]
  if (address.kind === 'foreign') return linkTo(address.url)
  return LINK_SCHEMES.has(address.scheme) ? [['href', address.href]] : []
}

/** Notes what an element and everything in it would have loaded; nothing of it stays. */
function noteGone(node: Element, walk: Walk): void {
  if (walk.depth > MAX_WALK) return
  if (node.tagName === 'script' && attributeOf(node, 'src') === '')
    walk.found({ kind: 'script', host: null, became: 'removed' })
  if (node.tagName === 'style') noteStyles(node, walk)
  noteHosts(node, walk)
  for (const inner of elementsIn(node)) noteGone(inner, { ...walk, depth: walk.depth + 1 })
}
