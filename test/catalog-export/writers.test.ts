import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CatalogEntry, CatalogView } from '../../src/core/catalog-export/entry.ts'
import { type CatalogFormat, catalogFormatTraits } from '../../src/core/catalog-export/formats.ts'
import { EMPTY_METADATA, type Metadata } from '../../src/core/dataset/metadata.ts'
import { OPEN_RULES } from '../../src/core/dataset/rules.ts'
import { FULL_ACCESS } from '../../src/core/permission/decide.ts'
import { canonical, RAPPER, readGraph, readWithRapper } from '../rdf/read-graph.ts'
import { checkDataJson } from './check-data-json.ts'
import { checkRss } from './check-rss.ts'

const VIEW: CatalogView = {
  origin: 'https://data.example.org',
  title: { en: 'Town', fr: 'Ville' },
  description: { en: 'Data of the town' },
  languages: ['en', 'fr'],
  legal: { name: 'Town', address: 'Square 1', email: 'data@town.example', country: 'BE' },
  language: 'en',
  open: true,
  oneLanguage: false,
  includeExports: null,
  useLabels: true,
}

const entry = (datasetId: string, metadata: Partial<Metadata>): CatalogEntry => ({
  dataset: {
    ...{ uid: `da_${datasetId.slice(-6).padStart(6, '0')}`, portalId: 1, datasetId },
    ...{ publishedRevision: 1, rules: OPEN_RULES, createdAt: '2026-01-01T00:00:00.000Z' },
  },
  access: FULL_ACCESS,
  revision: {
    ...{ id: 1, datasetUid: 'da_000000', number: 1, state: 'published', source: null, options: {} },
    fields: [
      { name: 'a', label: {}, description: null, type: 'text', annotations: {} },
      { name: 'p', label: {}, description: null, type: 'geo_point_2d', annotations: {} },
    ],
    metadata: { ...EMPTY_METADATA, ...metadata },
    ...{ table: null, layout: 1, recordsCount: 3, report: null, failure: null },
    ...{ createdAt: '2026-01-01T00:00:00.000Z', publishedAt: '2026-01-02T03:04:05.678Z' },
  },
})

function write(format: CatalogFormat, entries: readonly CatalogEntry[], view = VIEW): string {
  const traits = catalogFormatTraits(format)
  assert.ok(traits.shape === 'document')
  const writer = traits.write(view)
  return writer.head() + entries.map(one => writer.entry(one)).join('') + writer.tail()
}

const HOSTILE = [
  '',
  ' ',
  '<b>&amp;</b>',
  ']]>',
  '"\\',
  '\u0000\u0008',
  '\ud800',
  '🌳\r\n',
  'https://x.example/[a b]',
]
const NOT_XML = /[^\t\n\r -\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

/** Datasets whose publishers write what they like, or what XML can hold of it. */
function entries(clean: (text: string) => string): fc.Arbitrary<readonly CatalogEntry[]> {
  const hostile = fc
    .oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom(...HOSTILE))
    .map(clean)
  const texts = fc.dictionary(fc.constantFrom('en', 'fr', '', 'pt-BR', 'not a tag'), hostile, { maxKeys: 3 })
  const dcat = fc.constantFrom('created', 'creator', 'contact_email', 'relation', 'conforms_to')
  const optional = fc.option(hostile, { nil: null })
  const metadata = fc.record({
    ...{ title: texts, description: texts, theme: fc.array(texts, { maxLength: 2 }) },
    keyword: fc.array(texts, { maxLength: 3 }),
    ...{ publisher: optional, license: optional },
    licenseUrl: fc.oneof(optional, fc.webUrl()),
    language: fc.constantFrom('en', 'fr', 'tlh'),
    references: fc.array(fc.oneof(hostile, fc.webUrl()), { maxLength: 2 }),
    ...{ attributions: fc.array(hostile, { maxLength: 2 }), territory: fc.array(hostile, { maxLength: 2 }) },
    updateFrequency: fc.constantFrom('ANNUAL', 'NEVER', 'SOMETIMES', null),
    metas: fc.record({ dcat: fc.dictionary(dcat, fc.oneof(hostile, texts)) }),
  })
  return fc
    .array(metadata, { maxLength: 4 })
    .map(all => all.map((one, index) => entry(`dataset-${index}`, one)))
}

const ANYTHING = entries(text => text)
const OF_XML = entries(text => text.replace(NOT_XML, ''))

test('whatever publishers write: RDF/XML and Turtle say the same', async () => {
  await fc.assert(
    fc.asyncProperty(OF_XML, async datasets => {
      const xml = await canonical(await readGraph('rdfxml', write('dcat', datasets)))
      assert.ok(xml === (await canonical(await readGraph('turtle', write('ttl', datasets)))))
    }),
    { numRuns: 100 },
  )
})

test('whatever publishers write: it is read', async () => {
  await fc.assert(
    fc.asyncProperty(ANYTHING, async datasets => {
      await readGraph('rdfxml', write('dcat', datasets))
      await readGraph('rdfxml', write('dublin_core', datasets))
      await readGraph('turtle', write('ttl', datasets))
    }),
    { numRuns: 100 },
  )
})

test('whatever publishers write: Raptor reads the catalogue', {
  skip: RAPPER === undefined && 'no rapper',
}, () => {
  fc.assert(
    fc.property(ANYTHING, datasets => {
      for (const [format, syntax] of [
        ['rdf', 'rdfxml'],
        ['ttl', 'turtle'],
        ['dublin_core', 'rdfxml'],
      ] as const)
        readWithRapper(syntax, write(format, datasets))
    }),
    { numRuns: 25 },
  )
})

test('whatever publishers write: the feed keeps to RSS 2.0, data.json to Project Open Data', () => {
  fc.assert(
    fc.property(ANYTHING, datasets => {
      assert.equal(checkRss(write('rss', datasets)).length, datasets.length)
      assert.equal(checkDataJson(write('data.json', datasets)).length, datasets.length)
    }),
    { numRuns: 300 },
  )
})
