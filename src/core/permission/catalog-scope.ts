import { OPEN_RULES } from '../dataset/rules.ts'
import { type Caller, grantsOf } from './caller.ts'
import { type Decided, decideDataset, type PortalAccess } from './decide.ts'

/** What a caller's questions about a catalogue are put to: datasets by uid, as the search index names them. */
export interface CatalogScope {
  /** Nothing but these; null for all but `without`. */
  readonly only: readonly string[] | null
  readonly without: readonly string[]
  /** Datasets that are listed, but whose records the caller may not read. */
  readonly dataHidden: readonly string[]
  /** Datasets of which the caller sees some records or fields: the index's figures are not theirs. */
  readonly narrowed: readonly string[]
}

/** Everything. */
export const WHOLE_CATALOG: CatalogScope = { only: null, without: [], dataHidden: [], narrowed: [] }

/**
 * The decisions about every dataset of a portal, said once for the search index. `ruled` are the datasets about which
 * something was said; all others are open.
 */
export function catalogScope(portal: PortalAccess, caller: Caller, ruled: readonly Decided[]): CatalogScope {
  const grants = grantsOf(caller)
  const rules = new Map(ruled.map(one => [one.uid, one]))
  const named = grants.filter(({ dataset }) => dataset !== '*')
  const everywhere = grants.some(grant => grant.dataset === '*' && grant.permissions.includes('dataset.read'))
  const special = [
    ...ruled,
    ...named.filter(({ dataset }) => !rules.has(dataset)).map(({ dataset }) => unruled(dataset)),
  ]
  const decided = special.map(one => ({ uid: one.uid, access: decideDataset(portal, caller, one) }))
  const uidsOf = (test: (access: (typeof decided)[number]['access']) => boolean): readonly string[] =>
    decided.filter(({ access }) => test(access)).map(({ uid }) => uid)
  return {
    only: portal === 'private' && !everywhere ? uidsOf(access => access !== null) : null,
    without: uidsOf(access => access === null),
    dataHidden: uidsOf(access => access?.dataVisible === false),
    narrowed: uidsOf(access => access !== null && (access.where !== null || access.fields !== null)),
  }
}

const unruled = (uid: string): Decided => ({ uid, rules: OPEN_RULES })
