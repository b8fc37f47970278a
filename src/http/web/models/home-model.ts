import type { PortalTotals } from './catalog-model.ts'
import type { DatasetCard } from './dataset-card.ts'
import type { CountedLink, Said } from './text.ts'

/** The entrance of a portal. */
export interface HomeModel {
  /** What the portal says of itself, one or two sentences. */
  readonly description: Said
  readonly totals: PortalTotals
  /** Themes with the number of datasets behind them, most first. */
  readonly themes: readonly CountedLink[]
  /** Latest datasets, at most six. */
  readonly latest: readonly DatasetCard[]
  readonly publishers: readonly CountedLink[]
}
