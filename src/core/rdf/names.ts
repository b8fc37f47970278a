import { escapeIri, type Prefixes } from './terms.ts'

const START = String.raw`A-Z_a-z\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}\u{200D}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}`
const REST = String.raw`${START}\-.0-9\u{B7}\u{300}-\u{36F}\u{203F}\u{2040}`

const STARTS = new RegExp(`[${START}]`, 'u')
const RESTS = new RegExp(`[${REST}]`, 'u')
/** Names that Turtle and JSON-LD take behind a prefix without any escape. */
const PLAIN_LOCAL = /^[A-Za-z_][A-Za-z0-9_-]*$/

/** A name as namespace and local part. */
export interface SplitName {
  readonly namespace: string
  readonly local: string
}

/**
 * The longest end of an IRI that XML takes as the name of an element (Namespaces in XML 1.0, NCName); empty when there is
 * none. Read from the end: from the beginning, every character of a long name would be tried as its first.
 */
function localPart(iri: string): string {
  const characters = [...iri]
  let start = characters.length
  for (let at = characters.length - 1; at >= 0 && RESTS.test(characters[at] ?? ''); at--)
    if (STARTS.test(characters[at] ?? '')) start = at
  return characters.slice(start).join('')
}

/** An IRI as XML can name an element by it; null when its end is no name, as in `…/2020`. */
export function xmlName(iri: string): SplitName | null {
  const local = localPart(iri)
  return local === '' || local.length === iri.length
    ? null
    : { namespace: iri.slice(0, -local.length), local }
}

/**
 * The IRI of a predicate for a name that people chose, such as a field's. RDF/XML has no syntax for a predicate
 * whose end is no name of XML (`…/2020`, `…/été 3`): these get `#value` behind, in every syntax.
 */
export function predicateIri(namespace: string, name: string): string {
  const whole = escapeIri(`${namespace}${name.replace(/[%/?#[\]:]/g, encodeURIComponent)}`)
  return xmlName(whole) === null ? `${whole}#value` : whole
}

/** `prefix:local` for the IRIs whose namespace has a prefix; null for all others. */
export function compactNames(prefixes: Prefixes): (iri: string) => string | null {
  const known = new Map(Object.entries(prefixes).map(([prefix, namespace]) => [namespace, prefix]))
  return iri => {
    const end = Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1
    const prefix = known.get(iri.slice(0, end))
    const local = iri.slice(end)
    return prefix !== undefined && PLAIN_LOCAL.test(local) ? `${prefix}:${local}` : null
  }
}

/** Most names of a file are the same few: each is worked out once. */
export function remembered<T>(work: (iri: string) => T): (iri: string) => T {
  const known = new Map<string, T>()
  return iri => {
    const found = known.get(iri)
    if (found !== undefined) return found
    const made = work(iri)
    known.set(iri, made)
    return made
  }
}
