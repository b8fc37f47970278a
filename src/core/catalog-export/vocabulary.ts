import { XSD } from '../rdf/terms.ts'

/** Namespaces of catalogue documents, by the prefixes that people know them by. */
export const PREFIXES = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dcterms: 'http://purl.org/dc/terms/',
  dc: 'http://purl.org/dc/elements/1.1/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  locn: 'http://www.w3.org/ns/locn#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  spdx: 'http://spdx.org/rdf/terms#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: XSD,
} as const

type Prefix = keyof typeof PREFIXES

const known = new Map<string, string>()

/** The IRI of a term: `dcterms:title`. */
export function term(name: `${Prefix}:${string}`): string {
  const found = known.get(name)
  if (found !== undefined) return found
  const [prefix, local] = name.split(':', 2) as [Prefix, string]
  const iri = `${PREFIXES[prefix]}${local}`
  // names are of this code, but for members of one template: a few dozen
  known.set(name, iri)
  return iri
}
