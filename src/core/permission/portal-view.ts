import type { DatasetRules } from '../dataset/rules.ts'
import { ANONYMOUS, type Caller, rightsOf } from './caller.ts'
import { type CatalogScope, catalogScope } from './catalog-scope.ts'
import { type DatasetAccess, type Decided, decideDataset, mayEnter, type PortalAccess } from './decide.ts'

/** A portal as one caller sees it: every door asks this, and nothing else, who may see what. */
export interface PortalView {
  readonly caller: Caller
  /** Part of the identity of every answer about the catalogue; empty for what everyone gets. */
  readonly identity: string
  /** Whether the caller may enter at all. */
  readonly open: boolean
  readonly catalog: CatalogScope
  /** Null when the dataset is not there for the caller. */
  accessTo(dataset: Decided): DatasetAccess | null
}

/** What decisions about a portal rest on. */
export interface PortalRules {
  readonly access: PortalAccess
  /** Rules of the datasets about which something was said, by uid. */
  readonly datasets: ReadonlyMap<string, DatasetRules>
}

/** A portal through the eyes of a caller. */
export function portalView({ access, datasets }: PortalRules, caller: Caller): PortalView {
  const ruled = [...datasets].map(([uid, rules]) => ({ uid, rules }))
  return {
    caller,
    identity: rightsOf(caller),
    open: mayEnter(access, caller),
    catalog: catalogScope(access, caller, ruled),
    accessTo: dataset => decideDataset(access, caller, dataset),
  }
}

/** A public portal without any rules, as everyone sees it. */
export const OPEN_VIEW: PortalView = portalView({ access: 'public', datasets: new Map() }, ANONYMOUS)
