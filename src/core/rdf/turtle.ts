import { bracketed, quoted } from './n-triples.ts'
import { compactNames, remembered } from './names.ts'
import { type Prefixes, type Property, RDF_TYPE, type Term } from './terms.ts'
import type { RdfWriter } from './writer.ts'

/** A paragraph a subject, blank nodes where they are named (W3C Turtle). */
export function turtleWriter(prefixes: Prefixes): RdfWriter {
  const compact = compactNames(prefixes)
  const name = remembered(iri => compact(iri) ?? bracketed(iri))
  const verb = remembered(iri => (iri === RDF_TYPE ? 'a' : name(iri)))
  const short = (iri: string): string => compact(iri) ?? bracketed(iri)

  function paragraph(subject: string, properties: readonly Property[]): string {
    const later: string[] = []
    const said = (own: readonly Property[], indent: string): string =>
      own
        .map(([predicate, term]) => `${verb(predicate)} ${object(term, `${indent}  `)}`)
        .join(` ;\n${indent}`)
    const object = (term: Term, indent: string): string => {
      if (term.kind === 'iri') return short(term.value)
      if (term.kind === 'literal') return quoted(term, name)
      if (term.iri === undefined)
        return term.properties.length === 0 ? '[]' : `[\n${indent}${said(term.properties, indent)} ]`
      later.push(paragraph(bracketed(term.iri), term.properties))
      return short(term.iri)
    }
    const own = properties.length === 0 ? '' : `${subject}\n  ${said(properties, '  ')} .\n\n`
    return own + later.join('')
  }
  return {
    head: () =>
      `${Object.entries(prefixes)
        .map(([prefix, namespace]) => `@prefix ${prefix}: ${bracketed(namespace)} .\n`)
        .join('')}\n`,
    subject: (iri, properties) => paragraph(bracketed(iri), properties),
    tail: () => '',
  }
}
