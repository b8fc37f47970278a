import type { Freshness } from '../../../core/dataset/freshness.ts'
import type { DatasetTab } from '../urls.ts'
import type { Said } from './text.ts'

/** A dataset in a list. */
export interface DatasetCard {
  readonly id: string
  readonly title: Said
  /** Plain text, see `plainText`; two lines of it are shown. */
  readonly description: Said
  readonly publisher: string | null
  readonly updatedAt: string | null
  readonly freshness: Freshness
  readonly records: number | null
  readonly columns: number | null
  readonly license: string | null
  /** Pages it has besides the overview. */
  readonly views: readonly DatasetTab[]
}
