import { type CatalogRow, catalogRowTsv } from '../../../src/core/sql/catalog.ts'

const row = (number: number, changes: Partial<CatalogRow> = {}): CatalogRow => ({
  portalId: 1,
  datasetUid: `da_00000${number}`,
  datasetId: `set-${number}`,
  version: 1,
  state: 'r1',
  deleted: false,
  title: { en: `Trees ${number}`, fr: `Arbres ${number}` },
  description: { fr: "L'été\tet \\ plus" },
  theme: [{ en: 'Nature', fr: 'Nature (fr)' }],
  keyword: [{ en: 'tree' }, { en: 'oak', fr: 'chêne' }],
  publisher: 'Ville',
  license: null,
  licenseUrl: null,
  language: 'fr',
  references: [],
  attributions: [],
  territory: ['Rennes'],
  updateFrequency: null,
  modified: `2026-01-0${number}T00:00:00Z`,
  dataProcessed: '2026-01-01T00:00:00Z',
  metadataProcessed: '2026-01-01T00:00:00Z',
  recordsCount: number * 100,
  features: ['analyze', 'geo'],
  hasRecords: true,
  dataVisible: true,
  metas: {},
  ...changes,
})

/** Datasets of portal 1, one of portal 2, one renamed, one taken away. */
export const catalogTsv = (): string =>
  [
    row(1),
    row(2),
    row(3, { portalId: 2 }),
    row(2, { version: 2, title: { de: 'Bäume' }, keyword: [], features: ['analyze'] }),
    row(4),
    row(4, { version: 3, deleted: true }),
    row(5, { title: { '': 'Plain' } }),
  ]
    .map(catalogRowTsv)
    .join('')
