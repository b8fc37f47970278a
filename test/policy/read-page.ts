import { type DefaultTreeAdapterTypes, parse, defaultTreeAdapter as tree } from 'parse5'
import { consentOf, FUNCTIONS, LOCATION, type PolicyFactsRead, PURPOSES, wordOf } from './facts.ts'

type Element = DefaultTreeAdapterTypes.Element
type Node = DefaultTreeAdapterTypes.ChildNode

/** A page as browsers read it. */
export interface ReadPage {
  /** Elements for which `match` holds, in order. */
  all(match: (element: Element) => boolean): readonly Element[]
  byId(id: string): Element | undefined
}

export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find(one => one.name === name)?.value

export const isTag =
  (...names: readonly string[]) =>
  (element: Element): boolean =>
    names.includes(element.tagName)

/** The text of an element, space as one. */
export function textOf(element: Element): string {
  const inner = (node: Node): string =>
    tree.isTextNode(node) ? node.value : tree.isElementNode(node) ? node.childNodes.map(inner).join('') : ''
  return element.childNodes.map(inner).join('').replaceAll(/\s+/g, ' ').trim()
}

const below = (node: { readonly childNodes: readonly Node[] }): readonly Element[] =>
  node.childNodes.flatMap(child => (tree.isElementNode(child) ? [child, ...below(child)] : []))

export function readPage(html: string): ReadPage {
  const elements = below(parse(html))
  return {
    all: match => elements.filter(match),
    byId: id => elements.find(element => attribute(element, 'id') === id),
  }
}

export const inside = (element: Element, match: (element: Element) => boolean): readonly Element[] =>
  below(element).filter(match)

/** Identifiers of every entry that a page shows. */
export const shownEntries = (page: ReadPage): readonly string[] =>
  page
    .all(element => attribute(element, 'id')?.startsWith('entry-') === true)
    .map(element => attribute(element, 'id')?.slice('entry-'.length) ?? '')

/** The facts of an English page of ours, in the words of the fixture. */
export function factsOfPage(html: string): PolicyFactsRead {
  const page = readPage(html)
  const used =
    page
      .all(isTag('h2'))
      .map(textOf)
      .find(text => /https:/.test(text)) ?? ''
  const [table] = page.all(isTag('table'))
  return {
    host: /https:\/\/([a-z0-9.-]+)/.exec(used)?.[1] ?? '',
    analytics: page.all(isTag('p')).some(element => /web analytics/i.test(textOf(element))),
    kinds: ['necessary', 'statistical', 'internal', 'third'].map(kind => {
      const said = page.byId(`kind-${kind}`)
      return { kind, consent: said === undefined ? null : consentOf(textOf(said)) }
    }),
    cookies: (table === undefined ? [] : inside(table, isTag('tbody'))).map(body => {
      const [provider = '', work = '', name = '', purpose = ''] = inside(
        body,
        element => attribute(element, 'data-term') !== undefined,
      ).map(textOf)
      return {
        provider,
        name,
        function: wordOf(FUNCTIONS, work),
        location: LOCATION.test(work) ? 'front and back office' : null,
        purpose: wordOf(PURPOSES, purpose),
      }
    }),
  }
}
