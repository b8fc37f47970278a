import type { LanguageMap } from '../i18n/language-map.ts'
import {
  escapeIri,
  iri,
  type LiteralTerm,
  type NodeTerm,
  type Property,
  RDF_TYPE,
  type Term,
  text,
  typed,
} from '../rdf/terms.ts'
import { languageIri } from './authorities.ts'
import { type CatalogEntry, type CatalogView, modifiedAt, texts } from './entry.ts'
import { term } from './vocabulary.ts'

type Name = Parameters<typeof term>[0]

/** A property, its predicate by prefix: `dcterms:title`. */
export const property = (name: Name, value: Term): Property => [term(name), value]

/** A resource of a class, described where it is named; without an IRI it has none. */
export const resource = (type: Name, properties: readonly Property[], name?: string): NodeTerm => ({
  kind: 'node',
  ...(name === undefined ? {} : { iri: iri(name).value }),
  properties: [[RDF_TYPE, iri(term(type))], ...properties],
})

/** A property for a value that may be missing. */
export const optional = <T>(value: T | null, make: (value: T) => Property): readonly Property[] =>
  value === null ? [] : [make(value)]

/** The texts of a map, each in its language. */
export const textsOf = (
  name: Name,
  map: LanguageMap,
  { fallback, view }: { readonly fallback: string; readonly view: CatalogView },
): readonly Property[] =>
  texts(map, fallback, view).map(one => property(name, text(one.text, one.language || undefined)))

/** A language as the EU's table names it. */
export const languageOf = (tag: string): readonly Property[] =>
  optional(languageIri(tag), name =>
    property('dcterms:language', resource('dcterms:LinguisticSystem', [], name)),
  )

/**
 * An address on the web, where it is one; a text that is none names nothing. Steps such as `/../` are taken, as
 * readers would take them (RFC 3986 §5.2.4).
 */
export function webAddress(address: string): string | null {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address) || escapeIri(address) !== address) return null
  return /\/\.{1,2}(?:[/?#]|$)/.test(address) ? new URL(address).href : address
}

/** The document of a licence: by its address, or by its name alone. */
export function licenseOf({ revision }: CatalogEntry): readonly Property[] {
  const { license, licenseUrl } = revision.metadata
  const address = licenseUrl === null ? null : webAddress(licenseUrl)
  if (license === null && address === null) return []
  const label = optional(license, name => property('rdfs:label', text(name)))
  return [property('dcterms:license', resource('dcterms:LicenseDocument', label, address ?? undefined))]
}

/** A date or an instant with the datatype that it has; null for what is neither. */
export function momentOf(value: string): LiteralTerm | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return typed(value, 'date')
  return Number.isNaN(Date.parse(value)) ? null : typed(new Date(value).toISOString(), 'dateTime')
}

/** When the data changed. */
export const modifiedOf = (entry: CatalogEntry): Property =>
  property('dcterms:modified', typed(modifiedAt(entry), 'dateTime'))
