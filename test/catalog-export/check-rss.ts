import assert from 'node:assert/strict'
import { type Element, xmlTree as tree } from './xml-tree.ts'

/** RFC 822 with the changes of RFC 2822 §3.3: what RSS 2.0 takes as a date. */
const RFC_822 =
  /^((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{2,4} \d\d:\d\d(:\d\d)? ([A-Z]{1,3}|[+-]\d{4})$/

/** Elements that RSS 2.0 knows in an item; others need a namespace. */
const ITEM = new Set(
  'title link description author category comments enclosure guid pubDate source'.split(' '),
)
const REPEATABLE = new Set(['category'])

const all = ({ children }: Element, name: string): readonly Element[] =>
  children.filter(child => child.name === name)
const one = (element: Element, name: string): string => {
  const [found, ...more] = all(element, name)
  assert.ok(found !== undefined && more.length === 0, `one ${name} in ${element.name}`)
  return found.text
}

function checkItem(item: Element): void {
  for (const { name } of item.children) {
    assert.ok(ITEM.has(name) || name.includes(':'), `RSS has no ${name}`)
    if (!REPEATABLE.has(name) && ITEM.has(name)) one(item, name)
  }
  assert.ok(item.children.some(({ name, text }) => /^(title|description)$/.test(name) && text !== ''))
  assert.match(one(item, 'link'), /^https?:\/\//)
  assert.match(one(item, 'pubDate'), RFC_822)
  assert.ok(!Number.isNaN(Date.parse(one(item, 'pubDate'))))
  const guid = all(item, 'guid')[0]
  if (guid?.attributes.isPermaLink !== 'false') assert.match(guid?.text ?? '', /^https?:\/\//)
}

/** Checks a feed against the rules of RSS 2.0 (rssboard.org/rss-specification); returns its items' texts. */
export function checkRss(xml: string): readonly ReadonlyMap<string, string>[] {
  const rss = tree(xml)
  assert.deepEqual([rss.name, rss.attributes.version], ['rss', '2.0'])
  const [channel, ...others] = rss.children
  assert.ok(channel?.name === 'channel' && others.length === 0)
  for (const name of ['title', 'description']) assert.notEqual(one(channel, name), '')
  assert.match(one(channel, 'link'), /^https?:\/\//)
  const items = all(channel, 'item')
  items.forEach(checkItem)
  const guids = items.map(item => one(item, 'guid'))
  assert.equal(new Set(guids).size, guids.length, 'guids differ')
  return items.map(item => new Map(item.children.map(({ name, text }) => [name, text])))
}
