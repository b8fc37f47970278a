import { remembered } from './names.ts'
import { escapeIri, type LiteralTerm, type Property, qualifierOf, type Term } from './terms.ts'
import type { RdfWriter } from './writer.ts'

const ESCAPED = /[\\"\p{Cc}\ufffe\uffff]/gu
const SHORT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

const escapeCharacter = (character: string): string =>
  SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

/** A literal as N-Triples and Turtle write it; `name` writes the IRI of its datatype. */
export function quoted(literal: LiteralTerm, name: (iri: string) => string): string {
  const value = literal.value.toWellFormed().replace(ESCAPED, escapeCharacter)
  const { language, datatype } = qualifierOf(literal)
  if (language !== undefined) return `"${value}"@${language}`
  return datatype === undefined ? `"${value}"` : `"${value}"^^${name(datatype)}`
}

/** An IRI between its brackets. */
export const bracketed = (iri: string): string => `<${escapeIri(iri)}>`

/** A triple a line, nothing shortened (W3C N-Triples). */
export function nTriplesWriter(): RdfWriter {
  let blanks = 0
  const name = remembered(bracketed)
  function lines(subject: string, properties: readonly Property[]): string {
    let own = ''
    let nested = ''
    const object = (term: Term): string => {
      if (term.kind === 'iri') return bracketed(term.value)
      if (term.kind === 'literal') return quoted(term, name)
      const node = term.iri === undefined ? `_:b${++blanks}` : bracketed(term.iri)
      nested += lines(node, term.properties)
      return node
    }
    for (const [predicate, term] of properties) own += `${subject} ${name(predicate)} ${object(term)} .\n`
    return own + nested
  }
  return {
    head: () => '',
    subject: (iri, properties) => lines(bracketed(iri), properties),
    tail: () => '',
  }
}
