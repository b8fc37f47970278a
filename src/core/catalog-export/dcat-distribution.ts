import { exportFormats, type FormatTraits, formatTraits } from '../export/formats.ts'
import { seesAll } from '../permission/decide.ts'
import { iri, type NodeTerm, type Property, text, typed } from '../rdf/terms.ts'
import { fileTypeIri, mediaTypeIri } from './authorities.ts'
import { type CatalogEntry, type CatalogView, titleOf } from './entry.ts'
import { languageOf, licenseOf, modifiedOf, optional, property, resource, textsOf } from './resources.ts'
import { PREFIXES } from './vocabulary.ts'

/** A way to get the records of a dataset: a format and where it is. */
export interface Distribution {
  readonly format: string
  readonly traits: FormatTraits
  readonly address: string
  /** `city-trees.csv`. */
  readonly fileName: string
}

/** Formats that have a header for labels. */
const TABLES: ReadonlySet<string> = new Set(['csv', 'xlsx'])

/** The exports of a dataset that the catalogue lists (explore-api §8.6). */
export function distributionsOf(entry: CatalogEntry, view: CatalogView): readonly Distribution[] {
  const { dataset, revision, access } = entry
  if (!access.dataVisible) return []
  const id = encodeURIComponent(dataset.datasetId)
  const root = `${view.origin}/api/explore/v2.1/catalog/datasets/${id}/exports`
  return exportFormats(revision.fields)
    .filter(format => view.includeExports === null || view.includeExports.includes(format))
    .map(format => {
      const traits = formatTraits(format)
      const labels = view.useLabels && TABLES.has(format) ? '?use_labels=true' : ''
      const fileName = `${dataset.datasetId}.${traits.extension}`
      return { format, traits, address: `${root}/${format}${labels}`, fileName }
    })
}

/** Files beside the data: their size and hash are known, and nothing of them is made when asked for. */
export function filesOf(entry: CatalogEntry, view: CatalogView): readonly Property[] {
  const { dataset, revision, access } = entry
  if (!seesAll(access)) return []
  const root = `${view.origin}/api/explore/v2.1/catalog/datasets/${encodeURIComponent(dataset.datasetId)}`
  return revision.metadata.attachments.map(file => {
    const address = iri(`${root}/${file.kind}s/${encodeURIComponent(file.id)}`).value
    const say = { fallback: revision.metadata.language, view }
    const media = mediaTypeIri(file.mimetype)
    return property(
      'dcat:distribution',
      resource(
        'dcat:Distribution',
        [
          ...textsOf('dcterms:title', file.title, say),
          ...textsOf('dcterms:description', file.description, say),
          property('dcat:accessURL', iri(address)),
          property('dcat:downloadURL', iri(address)),
          property('dcterms:format', resource('dcterms:MediaTypeOrExtent', [], media)),
          property('dcat:mediaType', iri(media)),
          property('dcat:byteSize', typed(String(file.bytes), 'nonNegativeInteger')),
          property('spdx:checksum', checksumOf(file.sha256)),
          ...licenseOf(entry),
        ],
        address,
      ),
    )
  })
}

const checksumOf = (sha256: string): NodeTerm =>
  resource('spdx:Checksum', [
    property('spdx:algorithm', iri(`${PREFIXES.spdx}checksumAlgorithm_sha256`)),
    property('spdx:checksumValue', typed(sha256, 'hexBinary')),
  ])

/** `dcat:Distribution`: its address names it, and is where it is read and downloaded (explore-api §8.6). */
export function distributionOf(distribution: Distribution, entry: CatalogEntry, view: CatalogView): Property {
  const { format, traits, address, fileName } = distribution
  const { language } = entry.revision.metadata
  const described = textsOf('dcterms:description', titleOf(entry), { fallback: language, view })
  const media = mediaTypeIri(traits.type)
  const properties: readonly Property[] = [
    property('dcterms:title', text(fileName)),
    ...described.map(
      ([name, title]): Property =>
        title.kind === 'literal' ? [name, { ...title, value: `${title.value} (${format})` }] : [name, title],
    ),
    property('dcat:accessURL', iri(address)),
    property('dcat:downloadURL', iri(address)),
    property('dcterms:format', resource('dcterms:MediaTypeOrExtent', [], fileTypeIri(format) ?? media)),
    property('dcat:mediaType', iri(media)),
    ...licenseOf(entry),
    ...languageOf(language),
    ...optional(entry.revision.publishedAt, () => modifiedOf(entry)),
  ]
  return property('dcat:distribution', resource('dcat:Distribution', properties, address))
}
