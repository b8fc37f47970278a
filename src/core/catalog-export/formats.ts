import { formatTraits } from '../export/formats.ts'
import { dcatWriter } from './dcat.ts'
import { dublinCoreWriter } from './dublin-core.ts'
import type { CatalogView, CatalogWriter } from './entry.ts'
import { projectOpenDataWriter } from './project-open-data.ts'
import { rssWriter } from './rss.ts'

/**
 * What an export of the catalogue is made of: rows of a table, dataset objects as the API shows them, or a document
 * that says of every dataset what its standard asks for.
 */
export type CatalogShape =
  | { readonly shape: 'table'; readonly as: 'csv' | 'xlsx' }
  | { readonly shape: 'objects' }
  | { readonly shape: 'document'; readonly write: (view: CatalogView) => CatalogWriter }

/** A format of the catalogue; names and media types as in explore-api §8.6. */
export type CatalogFormatTraits = CatalogShape & {
  readonly type: string
  /** Of the file, without dot. */
  readonly extension: string
  /** Of the file, without extension, where it has a name of its own. */
  readonly fileName?: string
}

const RDF_XML = {
  ...({ type: 'application/rdf+xml', extension: 'rdf', shape: 'document' } as const),
  write: dcatWriter('rdfxml'),
}

/** Formats of catalogue exports by their names in addresses, in the order that the API lists them. */
export const CATALOG_FORMATS = {
  csv: { ...formatTraits('csv'), shape: 'table', as: 'csv' },
  xlsx: { ...formatTraits('xlsx'), shape: 'table', as: 'xlsx' },
  json: { type: 'application/json; charset=utf-8', extension: 'json', shape: 'objects' },
  'data.json': {
    type: 'application/json; charset=utf-8',
    extension: 'json',
    fileName: 'data',
    shape: 'document',
    write: projectOpenDataWriter,
  },
  rss: {
    type: 'application/rss+xml; charset=utf-8',
    extension: 'rss',
    shape: 'document',
    write: rssWriter,
  },
  rdf: RDF_XML,
  ttl: {
    type: 'text/turtle; charset=utf-8',
    extension: 'ttl',
    shape: 'document',
    write: dcatWriter('turtle'),
  },
  dublin_core: { ...RDF_XML, write: dublinCoreWriter },
  dcat: RDF_XML,
  dcat_ap_benap: RDF_XML,
  dcat_ap_ch: RDF_XML,
  dcat_ap_de: RDF_XML,
  dcat_ap_it: RDF_XML,
  dcat_ap_se: RDF_XML,
  dcat_ap_sp: RDF_XML,
  dcat_ap_vl: RDF_XML,
} as const satisfies Readonly<Record<string, CatalogFormatTraits>>

export type CatalogFormat = keyof typeof CATALOG_FORMATS

export const CATALOG_FORMAT_NAMES = Object.keys(CATALOG_FORMATS) as CatalogFormat[]

/** The format of a name of an address; `-` may stand for `_`, as some clients write it (explore-api §8.6). */
export function catalogFormat(name: string): CatalogFormat | null {
  const written = name.replaceAll('-', '_')
  return CATALOG_FORMAT_NAMES.find(one => one === written) ?? null
}

/** Everything known of a format. */
export const catalogFormatTraits = (format: CatalogFormat): CatalogFormatTraits => CATALOG_FORMATS[format]

/** Formats of the catalogue that are tables; they have the options that records have in them. */
export const CATALOG_TABLES = ['csv', 'xlsx'] as const

/** What documents about datasets can be asked besides (explore-api §8.6). */
export const CATALOG_PARAMETERS = ['include_exports', 'use_labels_in_exports'] as const
