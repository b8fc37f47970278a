import { iri, type Property, text, typed } from '../rdf/terms.ts'
import { rdfWriter } from '../rdf/writer.ts'
import {
  type CatalogEntry,
  type CatalogView,
  type CatalogWriter,
  datasetIri,
  metaText,
  modifiedAt,
  titleOf,
} from './entry.ts'
import { optional, property, textsOf } from './resources.ts'
import { PREFIXES, term } from './vocabulary.ts'

/** A catalogue in Dublin Core's fifteen elements, as RDF/XML (explore-api §8.6, ISO 15836-1). */
export function dublinCoreWriter(view: CatalogView): CatalogWriter {
  const writer = rdfWriter('rdfxml', PREFIXES)
  return {
    head: () => writer.head(),
    entry: entry => writer.subject(datasetIri(entry, view), elementsOf(entry, view)),
    tail: () => writer.tail(),
  }
}

function elementsOf(entry: CatalogEntry, view: CatalogView): readonly Property[] {
  const { metadata } = entry.revision
  const say = { fallback: metadata.language, view }
  const plain = (
    name: 'coverage' | 'publisher' | 'rights' | 'relation',
    values: readonly (string | null)[],
  ) => values.flatMap(value => optional(value, one => property(`dc:${name}`, text(one))))
  return [
    ...textsOf('dc:title', titleOf(entry), say),
    ...textsOf('dc:description', metadata.description, say),
    property('dc:identifier', text(datasetIri(entry, view))),
    property('dc:type', iri('http://purl.org/dc/dcmitype/Dataset')),
    property('dc:date', typed(modifiedAt(entry), 'dateTime')),
    property('dc:language', text(metadata.language)),
    ...plain('publisher', [metadata.publisher]),
    ...plain('rights', [metadata.license, metadata.licenseUrl, ...metadata.attributions]),
    ...plain('coverage', metadata.territory),
    ...plain('relation', metadata.references),
    ...[...metadata.theme, ...metadata.keyword].flatMap(subject => textsOf('dc:subject', subject, say)),
    ...Object.keys(metadata.metas['dublin-core'] ?? {}).flatMap(member =>
      optional(metaText(['dublin-core', member], entry, view), value => [
        term(`dcterms:${member}`),
        text(value),
      ]),
    ),
  ]
}
