import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderToString } from 'preact-render-to-string'
import type { CellValue, FieldView } from '../models/dataset-model.ts'
import { pageContext } from '../models/page-context.ts'
import { Cell } from './cell.tsx'

const ctx = pageContext({
  portal: {
    slug: 'x',
    title: { text: 'X', lang: 'en' },
    theme: '',
    logo: null,
    languages: ['en'],
    remembersLanguage: true,
    footer: [],
    consent: null,
  },
  language: 'en',
  origin: '',
  path: '/en/',
  search: '',
  section: 'none',
  assets: { styles: '', script: '', icons: '', favicon: '' },
})

const cell = (type: FieldView['type'], value: CellValue, more: Partial<FieldView> = {}): string =>
  renderToString(
    <Cell
      ctx={ctx}
      value={value}
      field={{
        name: 'f',
        label: { text: 'F', lang: 'en' },
        description: null,
        type,
        unit: null,
        decimals: null,
        id: false,
        multivalued: false,
        facet: false,
        ...more,
      }}
    />,
  ).replaceAll(/<\/?(?:td|bdi)>/g, '')

test('values of every type', () => {
  const cases: readonly (readonly [string, string])[] = [
    [cell('text', 'a < b'), 'a &lt; b'],
    [cell('int', 2026), '<td class="n">2026'],
    [cell('int', 75_001, { id: true }), '<td class="n">75001'],
    [cell('int', 75_001), '<td class="n">75,001'],
    [cell('int', 0), '<td class="n">0'],
    [cell('int', '9007199254740993'), '9007199254740993'],
    [cell('double', 1, { decimals: 2 }), '<td class="n">1.00'],
    [cell('boolean', true), 'yes'],
    [cell('boolean', false), 'no'],
    [cell('date', '2026-11-21'), '2026-11-21'],
    [cell('datetime', '2026-11-21T18:00:00+00:00'), '2026-11-21 18:00'],
    [cell('datetime', '2026-11-21T18:00:30+00:00'), '2026-11-21 18:00:30'],
    [cell('datetime', '2026-11-21T18:00:00+01:00'), '2026-11-21 18:00:00+01:00'],
    [cell('geo_point_2d', { lon: 2.3012345678, lat: 48.85 }), '48.85, 2.30123'],
    [cell('geo_shape', { type: 'Feature', geometry: { type: 'Polygon', coordinates: [] } }), 'Polygon'],
    [cell('text', ['a', 'b'], { multivalued: true }), 'a, b'],
    [cell('json_blob', { a: [1] }), '{&quot;a&quot;:[1]}'],
    [cell('text', 'x'.repeat(300)), `${'x'.repeat(160)}…`],
  ]
  for (const [found, expected] of cases) assert.equal(found, expected)
})

test('links only where they are safe', () => {
  assert.match(
    cell('text', 'https://a.example/x'),
    /^<a href="https:\/\/a.example\/x" rel="noopener nofollow ugc">/,
  )
  assert.doesNotMatch(cell('text', 'javascript:alert(1)'), /href/)
  assert.doesNotMatch(cell('text', 'https://a.example/"onclick="x'), /href/)
  assert.match(cell('file', { filename: 'a.pdf', url: 'https://a.example/a.pdf' }), /href.*a\.pdf/)
  assert.doesNotMatch(cell('file', { filename: 'a.pdf', url: 'javascript:x' }), /href/)
})

test('pictures among the portal’s own files are shown small, no other file is', () => {
  const url = `/api/explore/v2.1/catalog/datasets/trees/files/${'0a'.repeat(16)}`
  const file = { filename: 'a.jpg', thumbnail: true, url }
  assert.match(
    cell('file', file),
    new RegExp(
      `^<a href="${url}" [^>]*><img src="${url}/100" alt width="40" height="40" loading="lazy"/>a.jpg</a>`,
    ),
  )
  for (const other of [
    { ...file, thumbnail: false },
    { ...file, thumbnail: 'true' },
    { ...file, url: `https://a.example${url}` },
    { ...file, url: `/en/../${url}` },
    { ...file, url: `${url}?x` },
    { ...file, url: '/account/logout' },
  ])
    assert.doesNotMatch(cell('file', other), /<img/)
  assert.doesNotMatch(cell('text', url), /<img/)
})

test('nothing is said, not shown as nothing', () => {
  for (const value of [null, undefined, '']) assert.match(cell('text', value), /class="hush">empty/)
})
