import { iri, type Property, RDF_TYPE, text } from '../rdf/terms.ts'
import { type RdfFormat, rdfWriter } from '../rdf/writer.ts'
import { THEME_SCHEME } from './authorities.ts'
import { datasetNode } from './dcat-dataset.ts'
import type { CatalogView, CatalogWriter } from './entry.ts'
import { languageOf, property, resource, textsOf } from './resources.ts'
import { PREFIXES, term } from './vocabulary.ts'

/** A catalogue as DCAT (explore-api §8.6, W3C DCAT 3, DCAT-AP 3.0): what is known of it, then dataset by dataset. */
export const dcatWriter =
  (format: RdfFormat) =>
  (view: CatalogView): CatalogWriter => {
    const writer = rdfWriter(format, PREFIXES)
    const catalog = `${view.origin}/explore/`
    return {
      head: () => writer.head() + writer.subject(catalog, catalogProperties(view)),
      entry: entry => writer.subject(catalog, [property('dcat:dataset', datasetNode(entry, view))]),
      tail: () => writer.tail(),
    }
  }

function catalogProperties(view: CatalogView): readonly Property[] {
  const { origin, languages, legal } = view
  const say = { fallback: languages[0], view }
  const publisher = resource('foaf:Agent', [
    property('foaf:name', text(legal.name)),
    property('foaf:mbox', iri(`mailto:${legal.email}`)),
  ])
  return [
    [RDF_TYPE, iri(term('dcat:Catalog'))],
    ...textsOf('dcterms:title', view.title, say),
    ...textsOf('dcterms:description', view.description, say),
    property('dcterms:publisher', publisher),
    ...languages.flatMap(languageOf),
    property('foaf:homepage', resource('foaf:Document', [], `${origin}/`)),
    property('dcat:themeTaxonomy', iri(THEME_SCHEME)),
  ]
}
