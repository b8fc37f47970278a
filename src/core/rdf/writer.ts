import { jsonLdWriter } from './json-ld.ts'
import { nTriplesWriter } from './n-triples.ts'
import { rdfXmlWriter } from './rdf-xml.ts'
import type { Prefixes, Property } from './terms.ts'
import { turtleWriter } from './turtle.ts'

/**
 * Writes a graph subject by subject: `head`, any number of `subject`, `tail`, joined. One writer writes one file.
 * Subjects may come twice; what is said of them adds up.
 */
export interface RdfWriter {
  head(): string
  /** What is said of the resource of an absolute IRI. */
  subject(iri: string, properties: readonly Property[]): string
  tail(): string
}

const WRITERS = {
  rdfxml: rdfXmlWriter,
  turtle: turtleWriter,
  n3: nTriplesWriter,
  jsonld: jsonLdWriter,
} as const satisfies Record<string, (prefixes: Prefixes) => RdfWriter>

/** Syntaxes of RDF; `n3` is a line a triple, which N-Triples and Notation3 share (explore-api §8.2). */
export type RdfFormat = keyof typeof WRITERS

/**
 * A writer of one syntax. Prefixes shorten names whose namespace ends in `/` or `#`. Characters that XML 1.0 does not
 * have become U+FFFD in `rdfxml`; half surrogates do in all. Predicates need an end that XML takes as a name: see
 * `predicateIri`.
 */
export const rdfWriter = (format: RdfFormat, prefixes: Prefixes): RdfWriter => WRITERS[format](prefixes)
