/** A resource by its name: absolute, made by {@link iri}. */
export interface IriTerm {
  readonly kind: 'iri'
  readonly value: string
}

/** A value. Without datatype and language it is an `xsd:string`; with a language its datatype is not said. */
export interface LiteralTerm {
  readonly kind: 'literal'
  readonly value: string
  /** IRI of the datatype. */
  readonly datatype?: string
  /** BCP 47; what is no language tag is left out. */
  readonly language?: string
}

/** A resource described where it is named: a blank node when it has no name. */
export interface NodeTerm {
  readonly kind: 'node'
  readonly iri?: string
  readonly properties: readonly Property[]
}

export type Term = IriTerm | LiteralTerm | NodeTerm

/** The IRI of a predicate, and what it says of its subject. */
export type Property = readonly [predicate: string, object: Term]

/** Namespaces by prefix. */
export type Prefixes = Readonly<Record<string, string>>

export const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'
export const XSD = 'http://www.w3.org/2001/XMLSchema#'

/** What no syntax of RDF takes in an IRI (RFC 3987 §2.2), and what XML would refuse or change. */
const UNFIT = /[\p{Cc}\p{Zs}\p{Zl}\p{Zp}\p{Co}\p{Cn}\uFFF0-\uFFFF<>"{}|\\^`]/gu

/** A term for an absolute IRI; characters that an IRI may not hold are percent-encoded, nothing else changes. */
export const iri = (text: string): IriTerm => ({ kind: 'iri', value: escapeIri(text) })

/** Most IRIs are nothing but this, and need no second look. */
const PLAIN = /^[!#-;=?-[\]_a-z~]*$/

/** An absolute IRI without the characters that it may not hold. */
export const escapeIri = (text: string): string =>
  PLAIN.test(text) ? text : text.toWellFormed().replace(UNFIT, encodeURIComponent)

/** A text, in a language when one is given. */
export const text = (value: string, language?: string): LiteralTerm =>
  language === undefined || language === ''
    ? { kind: 'literal', value }
    : { kind: 'literal', value, language }

/** A literal of one of XML Schema's datatypes, such as `dateTime`, by its lexical form. */
export const typed = (value: string, datatype: string): LiteralTerm => ({
  kind: 'literal',
  value,
  datatype: `${XSD}${datatype}`,
})

const LANGUAGE = /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i

/** What stands behind a literal in every syntax: its language, its datatype, or nothing for a plain text. */
export function qualifierOf({ language, datatype }: LiteralTerm): {
  readonly language?: string
  readonly datatype?: string
} {
  if (language !== undefined && LANGUAGE.test(language)) return { language }
  return datatype === undefined || datatype === `${XSD}string` ? {} : { datatype: escapeIri(datatype) }
}
