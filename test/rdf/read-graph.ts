import { spawnSync } from 'node:child_process'
import { Readable } from 'node:stream'
import jsonld from 'jsonld'
import { Parser, type Quad, Writer } from 'n3'
import { RdfXmlParser } from 'rdfxml-streaming-parser'
import type { RdfFormat } from '../../src/core/rdf/writer.ts'

const NQUADS = 'application/n-quads'

/** Quads as sorted N-Quads whose blank nodes have canonical names: equal texts are equal graphs. */
export async function canonical(quads: readonly Quad[]): Promise<string> {
  const lines = new Writer({ format: NQUADS }).quadsToString([...quads])
  return jsonld.canonize(lines, { inputFormat: NQUADS, algorithm: 'URDNA2015' })
}

const parse = (text: string, format: string): readonly Quad[] => new Parser({ format }).parse(text)

const readXml = (text: string): Promise<Quad[]> =>
  Readable.from([text]).pipe(new RdfXmlParser()).toArray() as Promise<Quad[]>

/** Reads what a writer wrote with the JavaScript library of its syntax. */
export async function readGraph(format: RdfFormat, text: string): Promise<readonly Quad[]> {
  if (format === 'rdfxml') return readXml(text)
  if (format === 'jsonld')
    return parse(await jsonld.toRDF(JSON.parse(text) as object, { format: NQUADS }), NQUADS)
  return parse(text, format === 'turtle' ? 'text/turtle' : 'N-Triples')
}

export const RAPPER = process.env.VITRINE_TEST_RAPPER

const RAPPER_SYNTAX = { rdfxml: 'rdfxml', turtle: 'turtle', n3: 'ntriples' } as const

/** Reads with Raptor; throws with everything that it has to say, warnings too. */
export function readWithRapper(format: keyof typeof RAPPER_SYNTAX, text: string): readonly Quad[] {
  const args = ['-i', RAPPER_SYNTAX[format], '-o', 'ntriples', '-q', '-', 'http://base.example/']
  const ran = spawnSync(String(RAPPER), args, { input: text, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (ran.status !== 0 || ran.stderr !== '') throw new Error(`rapper: ${ran.stderr}`)
  return parse(ran.stdout, 'N-Triples')
}
