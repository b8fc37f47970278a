import { attribute, characterData } from '../xml-text.ts'
import { remembered, xmlName } from './names.ts'
import { escapeIri, type Prefixes, type Property, qualifierOf, RDF_TYPE, type Term } from './terms.ts'
import type { RdfWriter } from './writer.ts'

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

/** Stands for the namespaces that have no prefix, each time another. */
const OWN = 'ns0'

/** Tags of an element, the opening one without its `>`. */
interface Tags {
  readonly open: string
  readonly close: string
}

/** Names of elements; a namespace without prefix is declared where it is used. */
function elementTags(prefixes: Prefixes): (iri: string) => Tags | null {
  const known = new Map(Object.entries(prefixes).map(([prefix, namespace]) => [namespace, prefix]))
  return remembered(iri => {
    const name = xmlName(escapeIri(iri))
    if (name === null) return null
    const prefix = known.get(name.namespace)
    if (prefix !== undefined) return { open: `<${prefix}:${name.local}`, close: `</${prefix}:${name.local}>` }
    return {
      open: `<${OWN}:${name.local} xmlns:${OWN}="${attribute(name.namespace)}"`,
      close: `</${OWN}:${name.local}>`,
    }
  })
}

function literalElement({ open, close }: Tags, term: Extract<Term, { kind: 'literal' }>): string {
  const { language, datatype } = qualifierOf(term)
  const said =
    language !== undefined
      ? ` xml:lang="${language}"`
      : datatype !== undefined
        ? ` rdf:datatype="${attribute(datatype)}"`
        : ''
  return `${open}${said}>${characterData(term.value)}${close}`
}

/** An element a subject, named by its first type (W3C RDF 1.1 XML Syntax). */
export function rdfXmlWriter(prefixes: Prefixes): RdfWriter {
  const spaces: Prefixes = { rdf: RDF, ...prefixes }
  const tagsOf = elementTags(spaces)

  function description(iri: string | undefined, properties: readonly Property[], indent: string): string {
    const typed = properties.findIndex(([predicate, term]) => predicate === RDF_TYPE && term.kind === 'iri')
    const type = properties[typed]?.[1]
    const tags = (type?.kind === 'iri' ? tagsOf(type.value) : null) ?? { open: '', close: '' }
    const named = tags.open !== ''
    const { open, close } = named ? tags : { open: '<rdf:Description', close: '</rdf:Description>' }
    const rest = named ? properties.filter((_, index) => index !== typed) : properties
    const about = iri === undefined ? '' : ` rdf:about="${attribute(escapeIri(iri))}"`
    const inner = rest.map(property => element(property, `${indent}  `)).join('')
    return `${indent}${open}${about}>\n${inner}${indent}${close}\n`
  }
  function element([predicate, term]: Property, indent: string): string {
    const tags = tagsOf(predicate)
    if (tags === null) throw new Error(`no element can be named after ${predicate}`)
    if (term.kind === 'literal') return `${indent}${literalElement(tags, term)}\n`
    if (term.kind === 'iri')
      return `${indent}${tags.open} rdf:resource="${attribute(escapeIri(term.value))}"/>\n`
    const inner = description(term.iri, term.properties, `${indent}  `)
    return `${indent}${tags.open}>\n${inner}${indent}${tags.close}\n`
  }
  return {
    head: () =>
      `<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF${Object.entries(spaces)
        .map(([prefix, namespace]) => ` xmlns:${prefix}="${attribute(escapeIri(namespace))}"`)
        .join('')}>\n`,
    subject: (iri, properties) => description(iri, properties, '  '),
    tail: () => '</rdf:RDF>\n',
  }
}
