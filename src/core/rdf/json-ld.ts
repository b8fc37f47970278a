import { compactNames, remembered } from './names.ts'
import { escapeIri, type Prefixes, type Property, qualifierOf, RDF_TYPE, type Term } from './terms.ts'
import type { RdfWriter } from './writer.ts'

type JsonTerm = string | { readonly [member: string]: unknown }

/** One `@graph`, an object a subject, each on its line (W3C JSON-LD 1.1). */
export function jsonLdWriter(prefixes: Prefixes): RdfWriter {
  const compact = compactNames(prefixes)
  const name = remembered(iri => compact(iri) ?? escapeIri(iri))
  let first = true

  const object = (term: Term): JsonTerm => {
    if (term.kind === 'iri') return { '@id': escapeIri(term.value) }
    if (term.kind === 'node') return node(term.iri, term.properties)
    const value = term.value.toWellFormed()
    const { language, datatype } = qualifierOf(term)
    if (language !== undefined) return { '@value': value, '@language': language }
    return datatype === undefined ? value : { '@value': value, '@type': name(datatype) }
  }
  function node(
    iri: string | undefined,
    properties: readonly Property[],
  ): { readonly [member: string]: unknown } {
    const members = new Map<string, JsonTerm[]>()
    for (const [predicate, term] of properties) {
      const isType = predicate === RDF_TYPE && term.kind === 'iri'
      const key = isType ? '@type' : name(predicate)
      const value = isType ? name(term.value) : object(term)
      const before = members.get(key)
      if (before === undefined) members.set(key, [value])
      else before.push(value)
    }
    const said = [...members].map(([key, values]) => [key, values.length === 1 ? values[0] : values])
    return { ...(iri === undefined ? {} : { '@id': escapeIri(iri) }), ...Object.fromEntries(said) }
  }
  return {
    head: () => `{"@context":${JSON.stringify(prefixes)},"@graph":[`,
    subject: (iri, properties) => {
      const between = first ? '\n' : ',\n'
      first = false
      return `${between}${JSON.stringify(node(iri, properties))}`
    },
    tail: () => '\n]}\n',
  }
}
