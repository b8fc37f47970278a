import type { DatasetRules } from './rules.ts'

/** The thing published: identifiers for ever, contents by revision. */
export interface Dataset {
  /** `da_` and 6 base-36 characters, never reused (explore-api §9.1). */
  readonly uid: string
  readonly portalId: number
  /** Readable identifier; a rename leaves an alias that redirects. */
  readonly datasetId: string
  /** The revision that readers get; null when unpublished or never published. */
  readonly publishedRevision: number | null
  readonly rules: DatasetRules
  readonly createdAt: string
}

const DATASET_ID = /^[a-z0-9](?:[a-z0-9_@-]{0,98}[a-z0-9_-])?$/

/**
 * Readable identifiers: lower-case letters, digits, `-`, `_` and, as in those of other portals' datasets, `@`; 1 to
 * 100 characters, a letter or digit first.
 */
export const isDatasetId = (text: string): boolean => DATASET_ID.test(text)

const ENDINGS = /(?:\.[a-z0-9]{1,8}){1,2}$/

/** The identifier that a file name suggests: `Arbres d'alignement.csv.gz` → `arbres-d-alignement`; `dataset` at worst. */
export function suggestDatasetId(fileName: string): string {
  const plain = fileName.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const id = plain
    .replace(ENDINGS, '')
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replaceAll(/^[-_]+|[-_]+$/g, '')
    .slice(0, 100)
    .replace(/[-_]+$/, '')
  return id === '' ? 'dataset' : id
}
