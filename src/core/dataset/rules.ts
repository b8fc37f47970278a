/** Who may see a dataset, and how often it may be asked: of the dataset, not of a revision, so that restoring one opens nothing. */
export interface DatasetRules {
  /** `domain`: whoever may read the portal sees it; `restricted`: only whom a grant names (explore-api §9.1). */
  readonly visibility: 'domain' | 'restricted'
  /** Whether whoever sees the dataset may read its records too (explore-api §2). */
  readonly dataVisible: boolean
  /** Calls a day of all callers together; null for no limit (explore-api §3.1). */
  readonly callsPerDay: number | null
}

/** Rules of a dataset about which nothing was said. */
export const OPEN_RULES: DatasetRules = { visibility: 'domain', dataVisible: true, callsPerDay: null }

/** Whether rules say nothing beyond the ordinary. */
export const areOpen = ({ visibility, dataVisible, callsPerDay }: DatasetRules): boolean =>
  visibility === 'domain' && dataVisible && callsPerDay === null
