import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DataFactory, type Quad, type Quad_Object } from 'n3'
import { predicateIri } from '../../src/core/rdf/names.ts'
import { iri, type Property, RDF_TYPE, type Term, text, typed, XSD } from '../../src/core/rdf/terms.ts'
import { type RdfFormat, rdfWriter } from '../../src/core/rdf/writer.ts'
import { canonical, RAPPER, readGraph, readWithRapper } from './read-graph.ts'

const { blankNode, literal, namedNode, quad } = DataFactory

const PREFIXES = {
  dct: 'http://purl.org/dc/terms/',
  f: 'https://data.example.org/ld/ontologies/city-trees/',
  xsd: XSD,
}
const FORMATS = ['rdfxml', 'turtle', 'n3', 'jsonld'] as const

interface Described {
  readonly iri: string
  readonly properties: readonly Property[]
}

/** The same graph made by another's data factory. */
function expected(graph: readonly Described[]): readonly Quad[] {
  let blanks = 0
  const object = (term: Term, quads: Quad[]): Quad_Object => {
    if (term.kind === 'iri') return namedNode(term.value)
    if (term.kind === 'literal')
      return literal(term.value, term.language ?? namedNode(term.datatype ?? `${XSD}string`))
    const node = term.iri === undefined ? blankNode(`e${++blanks}`) : namedNode(term.iri)
    for (const [predicate, inner] of term.properties)
      quads.push(quad(node, namedNode(predicate), object(inner, quads)))
    return node
  }
  return graph.flatMap(({ iri, properties }) => {
    const quads: Quad[] = []
    for (const [predicate, term] of properties)
      quads.push(quad(namedNode(iri), namedNode(predicate), object(term, quads)))
    return quads
  })
}

function write(format: RdfFormat, graph: readonly Described[]): string {
  const writer = rdfWriter(format, PREFIXES)
  const subjects = graph.map(({ iri, properties }) => writer.subject(iri, properties))
  return writer.head() + subjects.join('') + writer.tail()
}

/** Texts of XML's characters: all that every syntax can hold. */
const xmlText = fc
  .string({
    unit: fc.oneof(
      { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 1 }) },
      fc.constantFrom('\n', '\r', '\t', '"', '\\', "'", ']]>', '&amp;', '<', '\u0085', '\u2028', '{', ' '),
    ),
  })
  .map(value => value.replace(/[^\t\n\r -\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ''))

const fieldName = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
  fc.constantFrom(
    'species',
    'tree height',
    '2020',
    '1st',
    'été',
    '🌳',
    'a/b',
    'a.b',
    '-',
    'x%20y',
    'xml',
    '_',
  ),
)
const predicate = fc.oneof(
  fc.constantFrom('title', 'creator', 'date.1').map(name => `${PREFIXES.dct}${name}`),
  fieldName.map(name => predicateIri(PREFIXES.f, name)),
)
const named = fieldName.map(name => iri(`https://data.example.org/ld/resources/a b/${name}`).value)
const term: fc.Arbitrary<Term> = fc.letrec<{ term: Term }>(tie => ({
  term: fc.oneof(
    { depthSize: 'small' },
    named.map(iri),
    xmlText.map(value => text(value)),
    fc.tuple(xmlText, fc.constantFrom('en', 'fr-be', 'zh-hant-tw')).map(([value, tag]) => text(value, tag)),
    fc
      .tuple(xmlText, fc.constantFrom('dateTime', 'date', 'decimal'))
      .map(([value, name]) => typed(value, name)),
    fc
      .array(fc.tuple(predicate, tie('term')), { maxLength: 3 })
      .map(properties => ({ kind: 'node', properties }) as const),
    fc
      .tuple(named, fc.array(fc.tuple(predicate, tie('term')), { maxLength: 3 }))
      .map(([name, properties]) => ({ kind: 'node', iri: name, properties }) as const),
  ),
})).term
const graph = fc.array(
  fc.record({
    iri: named,
    properties: fc.array(
      fc.oneof(
        fc.tuple(predicate, term),
        named.map((type): Property => [RDF_TYPE, iri(type)]),
      ),
      { maxLength: 5 },
    ),
  }),
  { maxLength: 4 },
)

for (const format of FORMATS)
  test(`${format}: what is written is read back equal`, async () => {
    await fc.assert(
      fc.asyncProperty(graph, async subjects => {
        const wanted = await canonical(expected(subjects))
        assert.equal(await canonical(await readGraph(format, write(format, subjects))), wanted)
      }),
      { numRuns: 300 },
    )
  })

for (const format of ['rdfxml', 'turtle', 'n3'] as const)
  test(`${format}: Raptor reads it equal`, { skip: RAPPER === undefined && 'no rapper' }, async () => {
    await fc.assert(
      fc.asyncProperty(graph, async subjects => {
        const wanted = await canonical(expected(subjects))
        assert.equal(await canonical(readWithRapper(format, write(format, subjects))), wanted)
      }),
      { numRuns: 40 },
    )
  })

test('what a syntax cannot hold is replaced, never written', async () => {
  const subjects = [{ iri: iri('https://x.example/a b"<\u0000\ud800>').value, properties: [] }]
  const odd: Property = [`${PREFIXES.dct}title`, text('a\u0000\u0008\ufffe\ud800b', 'not a tag')]
  for (const format of FORMATS) {
    const written = write(
      format,
      subjects.map(({ iri: subject }) => ({ iri: subject, properties: [odd] })),
    )
    assert.ok(written.isWellFormed())
    const [one] = await readGraph(format, written)
    assert.equal(one?.subject.value, 'https://x.example/a%20b%22%3C%00%EF%BF%BD%3E')
    const kept = format === 'rdfxml' ? '\ufffd\ufffd\ufffd\ufffd' : '\u0000\u0008\ufffe\ufffd'
    assert.equal(one?.object.value, `a${kept}b`)
  }
})

test('names of fields become predicates that every syntax can write', () => {
  const namespace = 'https://x.example/ds/'
  const names = ['species', 'tree height', '2020', 'été', '🌳', '🌳 3', 'a/b', 'a%b']
  assert.deepEqual(
    names.map(name => predicateIri(namespace, name).slice(namespace.length)),
    ['species', 'tree%20height', '2020#value', 'été', '🌳', '🌳%203#value', 'a%2Fb', 'a%25b'],
  )
})

test('prefixes shorten, types name elements', () => {
  const subjects = [
    {
      iri: 'https://x.example/1',
      properties: [
        [RDF_TYPE, iri(`${PREFIXES.f}Tree`)],
        [`${PREFIXES.dct}title`, text('Oak & co', 'en')],
        [`${PREFIXES.dct}extent`, typed('12.5', 'double')],
      ] satisfies Property[],
    },
  ]
  assert.match(
    write('rdfxml', subjects),
    /<f:Tree rdf:about="https:\/\/x.example\/1">\n {4}<dct:title xml:lang="en">Oak &amp; co<\/dct:title>/,
  )
  assert.match(
    write('turtle', subjects),
    /<https:\/\/x.example\/1>\n {2}a f:Tree ;\n {2}dct:title "Oak & co"@en ;\n {2}dct:extent "12.5"\^\^xsd:double \.\n/,
  )
  assert.equal(write('n3', subjects).split('\n').length, 4)
  assert.match(
    write('jsonld', subjects),
    /\{"@id":"https:\/\/x.example\/1","@type":"f:Tree","dct:title":\{"@value":"Oak & co","@language":"en"\}/,
  )
})
