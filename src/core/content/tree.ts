import { type DefaultTreeAdapterTypes, defaultTreeAdapter, html } from 'parse5'
import { hostsOfAttribute, styleAddresses } from './addresses.ts'
import type { ForeignContent, ForeignRules } from './foreign-content.ts'

export type Element = DefaultTreeAdapterTypes.Element
export type Child = DefaultTreeAdapterTypes.ChildNode
export type Attribute = readonly [name: string, value: string]

/** What is known while a tree is walked. */
export interface Walk {
  readonly rules: ForeignRules & { readonly heading: (level: number) => number }
  readonly found: (content: ForeignContent) => void
  /** Links hold no links. */
  readonly inLink: boolean
  readonly depth: number
}

/** An element of HTML with nodes in it. */
export function element(tag: string, attributes: readonly Attribute[], children: readonly Child[]): Element {
  const pairs = attributes.map(([name, value]) => ({ name, value }))
  const made = defaultTreeAdapter.createElement(tag, html.NS.HTML, pairs)
  for (const child of children) defaultTreeAdapter.appendChild(made, child)
  return made
}

export const text = (value: string): Child => defaultTreeAdapter.createTextNode(value)

/** Value of an attribute; empty when there is none. */
export const attributeOf = (node: Element, name: string): string =>
  node.attrs.find(attribute => attribute.name === name)?.value ?? ''

/** Elements in an element; those of a template are in a document of its own. */
export const elementsIn = (node: Element): readonly Element[] =>
  (isTemplate(node) ? defaultTreeAdapter.getTemplateContent(node) : node).childNodes.filter(child =>
    defaultTreeAdapter.isElementNode(child),
  )

/** SVG and MathML know no templates, whatever is named so in them. */
const isTemplate = (node: Element): node is DefaultTreeAdapterTypes.Template =>
  node.nodeName === 'template' && node.namespaceURI === html.NS.HTML

/** Notes the hosts that an element would have brought a browser to, but for attributes that are dealt with elsewhere. */
export function noteHosts(node: Element, { found }: Walk, except: readonly string[] = []): void {
  const kind = node.tagName === 'script' ? 'script' : 'other'
  for (const { name, value, prefix } of node.attrs) {
    const full = prefix === undefined || prefix === '' ? name : `${prefix}:${name}`
    if (except.includes(full)) continue
    for (const host of hostsOfAttribute(node.tagName, full, value)) found({ kind, host, became: 'removed' })
  }
}

/** Notes what a style sheet in the text would have loaded. */
export function noteStyles(node: Element, { found }: Walk): void {
  for (const child of node.childNodes)
    if (defaultTreeAdapter.isTextNode(child))
      for (const address of styleAddresses(child.value))
        for (const host of hostsOfAttribute('style', 'src', address))
          found({ kind: 'other', host, became: 'removed' })
}
