import { CATALOG_PARAMETERS, CATALOG_TABLES } from '../../../../core/catalog-export/formats.ts'
import {
  COMMON_OPTIONS,
  type ExportFormat,
  exportFormatNames,
  formatTraits,
} from '../../../../core/export/formats.ts'
import type { ExportOption } from '../../../../core/export/options.ts'
import type { MessageKey } from '../../../../core/i18n/catalogues.ts'
import type { ParameterName } from './parameters.ts'
import type { AnswerSchema } from './schemas.ts'

/** What an operation answers when all is well. */
export type Answered =
  | { readonly kind: 'json'; readonly schema: AnswerSchema }
  /** A file in one of the formats of a dataset or of the catalogue. */
  | { readonly kind: 'export'; readonly of: 'dataset' | 'catalog' }
  /** A vector tile. */
  | { readonly kind: 'tile' }
  /** A file as its publisher gave it. */
  | { readonly kind: 'file' }

/** An operation of the API, as its route is made and as the document tells of it. */
export interface Operation {
  /** Path below the API's root, as routes are written: `:name` stands for one segment. */
  readonly path: string
  /** Name for generated clients. */
  readonly id: string
  readonly tag: 'catalog' | 'dataset' | 'document'
  readonly says: MessageKey
  readonly parameters: readonly ParameterName[]
  readonly answers: Answered
}

const PLACE = ['lang', 'timezone'] as const
const FILTERS = ['where', 'refine', 'exclude'] as const
const CLAUSES = ['select', ...FILTERS, 'group_by', 'order_by'] as const
const EXTRAS = ['include_links', 'include_app_metas'] as const
const PAGE = ['limit', 'offset', 'cursor'] as const

/** Options of all these formats together. */
const optionsOf = (formats: readonly ExportFormat[]): readonly ExportOption[] => [
  ...new Set([...COMMON_OPTIONS, ...formats.flatMap(format => formatTraits(format).options)]),
]

const DATASET_OPTIONS = optionsOf(exportFormatNames)
const CATALOG_OPTIONS = [...optionsOf(CATALOG_TABLES), ...CATALOG_PARAMETERS]

const DATASET = '/catalog/datasets/:dataset'

const json = (schema: AnswerSchema): Answered => ({ kind: 'json', schema })

/** What is answered as JSON may be asked for indented. */
const told = (parameters: readonly ParameterName[], { kind }: Answered): readonly ParameterName[] =>
  kind === 'json' ? [...parameters, 'pretty'] : parameters

const catalog = (
  path: string,
  id: string,
  says: MessageKey,
  parameters: readonly ParameterName[],
  answers: Answered,
): Operation => ({ path, id, tag: 'catalog', says, answers, parameters: told(parameters, answers) })

const dataset = (
  path: string,
  id: string,
  says: MessageKey,
  parameters: readonly ParameterName[],
  answers: Answered,
): Operation => ({
  ...{ path: `${DATASET}${path}`, id, tag: 'dataset', says, answers },
  parameters: told([...parameters, 'revision'], answers),
})

const document = (path: string, id: string, says: MessageKey): Operation => ({
  ...{ path, id, tag: 'document', says, parameters: ['lang', 'pretty'], answers: json('OpenApi') },
})

/** Every operation of the Explore API v2.1 (explore-api §6, §7): routes and documents are made from this table. */
export const OPERATIONS = {
  root: catalog('/', 'getEntryPoint', 'reference.operation.root', [], json('EntryPoint')),
  catalog: catalog('/catalog', 'getCatalog', 'reference.operation.catalog', [], json('EntryPoint')),
  datasets: catalog(
    '/catalog/datasets',
    'getDatasets',
    'reference.operation.datasets',
    [...CLAUSES, ...PAGE, ...PLACE, ...EXTRAS],
    json('Datasets'),
  ),
  catalog_exports: catalog(
    '/catalog/exports',
    'listExportFormats',
    'reference.operation.catalog_exports',
    ['lang'],
    json('ExportList'),
  ),
  catalog_export: catalog(
    '/catalog/exports/:format',
    'exportDatasets',
    'reference.operation.catalog_export',
    [...CLAUSES, 'export_limit', 'offset', ...PLACE, ...CATALOG_OPTIONS],
    { kind: 'export', of: 'catalog' },
  ),
  catalog_facets: catalog(
    '/catalog/facets',
    'getDatasetsFacets',
    'reference.operation.catalog_facets',
    ['facet', ...FILTERS, ...PLACE],
    json('Facets'),
  ),
  metadata_templates: catalog(
    '/catalog/metadata_templates',
    'getMetadataTemplateKinds',
    'reference.operation.metadata_templates',
    ['lang'],
    json('EntryPoint'),
  ),
  metadata_template_list: catalog(
    '/catalog/metadata_templates/:type',
    'getMetadataTemplates',
    'reference.operation.metadata_template_list',
    ['lang'],
    json('MetadataTemplates'),
  ),
  metadata_template: catalog(
    '/catalog/metadata_templates/:type/:name',
    'getMetadataTemplate',
    'reference.operation.metadata_template',
    ['lang'],
    json('MetadataTemplate'),
  ),
  dataset: dataset(
    '',
    'getDataset',
    'reference.operation.dataset',
    ['select', ...PLACE, ...EXTRAS],
    json('DatasetAnswer'),
  ),
  records: dataset(
    '/records',
    'getRecords',
    'reference.operation.records',
    [...CLAUSES, ...PAGE, ...PLACE, ...EXTRAS],
    json('Records'),
  ),
  record: dataset(
    '/records/:record',
    'getRecord',
    'reference.operation.record',
    ['select', ...PLACE, ...EXTRAS],
    json('RecordAnswer'),
  ),
  facets: dataset(
    '/facets',
    'getRecordsFacets',
    'reference.operation.facets',
    ['facet', ...FILTERS, ...PLACE],
    json('Facets'),
  ),
  exports: dataset(
    '/exports',
    'listDatasetExportFormats',
    'reference.operation.exports',
    ['lang'],
    json('ExportList'),
  ),
  export: dataset(
    '/exports/:format',
    'exportRecords',
    'reference.operation.export',
    [...CLAUSES, 'export_limit', 'offset', ...PLACE, ...DATASET_OPTIONS],
    { kind: 'export', of: 'dataset' },
  ),
  tile: dataset(
    '/tiles/:z/:x/:tile',
    'getRecordsTile',
    'reference.operation.tile',
    ['select', ...FILTERS, ...PLACE],
    { kind: 'tile' },
  ),
  attachments: dataset(
    '/attachments',
    'getAttachments',
    'reference.operation.attachments',
    ['lang'],
    json('Attachments'),
  ),
  attachment: dataset('/attachments/:attachment', 'getAttachment', 'reference.operation.attachment', [], {
    kind: 'file',
  }),
  alternative_export: dataset(
    '/alternative_exports/:attachment',
    'getAlternativeExport',
    'reference.operation.alternative_export',
    [],
    { kind: 'file' },
  ),
  file: dataset('/files/:file', 'getFile', 'reference.operation.file', [], { kind: 'file' }),
  thumbnail: dataset('/files/:file/:size', 'getThumbnail', 'reference.operation.thumbnail', [], {
    kind: 'file',
  }),
  dataset_openapi: {
    ...document(`${DATASET}/openapi.json`, 'getDatasetDocument', 'reference.operation.dataset_openapi'),
    parameters: ['lang', 'revision', 'pretty'],
  },
  openapi: document('/openapi.json', 'getDocument', 'reference.operation.openapi'),
  swagger: document('/swagger.json', 'getDocumentAlias', 'reference.operation.openapi'),
} as const satisfies Readonly<Record<string, Operation>>

export type OperationName = keyof typeof OPERATIONS

/** The table as a list of its general type. */
export const operationList = (): readonly (Operation & { readonly name: OperationName })[] =>
  (Object.keys(OPERATIONS) as OperationName[]).map(name => ({ ...OPERATIONS[name], name }))
