import type { Permission } from './permissions.ts'

/** Some permissions on one dataset or on all of them; on one, only for some records and some fields. */
export interface Grant {
  readonly permissions: readonly Permission[]
  /** The dataset's uid, which outlives renames; `*` for every dataset of the portal. */
  readonly dataset: string
  /** ODSQL condition of the records that may be read; null for all. Only with a dataset of its own. */
  readonly where: string | null
  /** Names of the fields that may be read; null for all. Only with a dataset of its own. */
  readonly fields: readonly string[] | null
}

/** Nobody in particular: no grants, sees what is open to everyone. */
export interface AnonymousCaller {
  readonly kind: 'anonymous'
}

/** Whoever holds an API key of the portal. At most one grant names the same dataset. */
export interface KeyCaller {
  readonly kind: 'key'
  readonly id: number
  /** Names the grants: two keys with equal grants see the same, so they may share answers. Never empty. */
  readonly rights: string
  readonly grants: readonly Grant[]
  /** Calls a day; null: as the portal says. */
  readonly callsPerDay: number | null
}

/** Whoever is signed in to an account of the portal. At most one grant names the same dataset. */
export interface UserCaller {
  readonly kind: 'user'
  readonly id: number
  /** Names the grants, as of a key: accounts with equal grants may share answers. Never empty. */
  readonly rights: string
  readonly grants: readonly Grant[]
}

/** Who asks. */
export type Caller = AnonymousCaller | KeyCaller | UserCaller

export const ANONYMOUS: AnonymousCaller = { kind: 'anonymous' }

/** Names what a caller may see; empty for what everyone may. */
export const rightsOf = (caller: Caller): string => (caller.kind === 'anonymous' ? '' : caller.rights)

/** What a caller was granted beyond what everyone may. */
export const grantsOf = (caller: Caller): readonly Grant[] =>
  caller.kind === 'anonymous' ? [] : caller.grants

/** Whether a caller holds a permission on the whole portal. */
export const holdsEverywhere = (caller: Caller, permission: Permission): boolean =>
  grantsOf(caller).some(grant => grant.dataset === '*' && grant.permissions.includes(permission))
