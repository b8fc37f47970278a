import assert from 'node:assert/strict'
import { type Element, xmlTree } from './xml-tree.ts'

/** RFC 3339, as RFC 4287 §3.3 takes it. */
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

/** What an element of RFC 4287 §4.1 may hold once, and what it must hold. */
const FEED = {
  needs: ['id', 'title', 'updated'],
  once: ['id', 'title', 'updated', 'subtitle', 'logo', 'icon'],
}
const ENTRY = {
  needs: ['id', 'title', 'updated'],
  once: ['id', 'title', 'updated', 'content', 'published', 'summary'],
}
const KNOWN = new Set('author category contributor entry generator link rights source'.split(' '))

const all = ({ children }: Element, name: string): readonly Element[] =>
  children.filter(child => child.name === name)

function checkParts(element: Element, { needs, once }: typeof FEED): void {
  for (const { name } of element.children)
    assert.ok(KNOWN.has(name) || once.includes(name), `Atom has no ${name} in ${element.name}`)
  for (const name of once) assert.ok(all(element, name).length <= 1, `one ${name} in ${element.name}`)
  for (const name of needs) assert.equal(all(element, name).length, 1, `${name} in ${element.name}`)
  const [id] = all(element, 'id')
  assert.ok(URL.canParse(id?.text ?? ''), 'an id is an absolute IRI')
  assert.match(all(element, 'updated')[0]?.text ?? '', RFC_3339)
  const links = all(element, 'link')
  for (const { attributes } of links) assert.ok(URL.canParse(attributes.href ?? ''), attributes.href)
  const alternates = links.filter(({ attributes }) => (attributes.rel ?? 'alternate') === 'alternate')
  const kinds = alternates.map(({ attributes }) => `${attributes.type} ${attributes.hreflang}`)
  assert.equal(new Set(kinds).size, kinds.length, 'one alternate of a kind')
}

/**
 * Checks a feed against RFC 4287: one of each element that may stand once, those that must, authors, dates, links.
 * Returns its entries' texts.
 */
export function checkAtom(xml: string): readonly ReadonlyMap<string, string>[] {
  const feed = xmlTree(xml)
  assert.deepEqual([feed.name, feed.attributes.xmlns], ['feed', 'http://www.w3.org/2005/Atom'])
  checkParts(feed, FEED)
  assert.ok(all(feed, 'link').some(({ attributes }) => attributes.rel === 'self'))
  const entries = all(feed, 'entry')
  for (const entry of entries) {
    checkParts(entry, ENTRY)
    const authors = [...all(feed, 'author'), ...all(entry, 'author')]
    assert.ok(authors.length > 0 && authors.every(author => all(author, 'name').length === 1))
    const [content] = all(entry, 'content')
    assert.match(content?.attributes.type ?? 'text', /^(?:text|html)$/)
    assert.ok(content !== undefined || all(entry, 'link').length > 0)
  }
  const ids = entries.map(entry => all(entry, 'id')[0]?.text)
  assert.equal(new Set(ids).size, ids.length, 'ids differ')
  return entries.map(entry => new Map(entry.children.map(({ name, text }) => [name, text])))
}
