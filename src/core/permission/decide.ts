import type { DatasetRules } from '../dataset/rules.ts'
import { type Caller, type Grant, grantsOf, rightsOf } from './caller.ts'
import type { Permission } from './permissions.ts'

/** Who may enter a portal: everyone, or only whom a grant lets in. */
export const PORTAL_ACCESS = ['public', 'private'] as const
export type PortalAccess = (typeof PORTAL_ACCESS)[number]

/** What one caller may see of one dataset that is visible to them. */
export interface DatasetAccess {
  /** Whether records may be read. */
  readonly dataVisible: boolean
  /** Condition of the records that may be read; null for all. */
  readonly where: string | null
  /** Fields that may be read; null for all. */
  readonly fields: readonly string[] | null
  /** Part of the identity of every answer about the dataset; empty where everyone gets the same. */
  readonly identity: string
}

/** Everything of a dataset. */
export const FULL_ACCESS: DatasetAccess = { dataVisible: true, where: null, fields: null, identity: '' }

/** Whether all of the records may be read, and so files that may hold any of them. */
export const seesAll = ({ dataVisible, where, fields }: DatasetAccess): boolean =>
  dataVisible && where === null && fields === null

/** Metadata and schema, no records. */
export const METADATA_ONLY: DatasetAccess = { ...FULL_ACCESS, dataVisible: false }

/** A dataset as decisions see it. */
export interface Decided {
  readonly uid: string
  readonly rules: DatasetRules
}

/** Whether the caller may enter the portal at all. */
export const mayEnter = (access: PortalAccess, caller: Caller): boolean =>
  access === 'public' || grantsOf(caller).some(grant => grant.permissions.includes('portal.read'))

const allows = (grant: Grant, permission: Permission): boolean => grant.permissions.includes(permission)

/**
 * What a caller may see of a dataset; null when it is not there for them. A grant that names the dataset is the
 * whole truth about it, even where everyone may see more; else a grant on all datasets decides; else what is open
 * to everyone who may enter (explore-api §2). A key may so be given less than everybody has; a person who signs in sees at
 * least what they saw before.
 */
export function decideDataset(
  portal: PortalAccess,
  caller: Caller,
  { uid, rules }: Decided,
): DatasetAccess | null {
  const grants = grantsOf(caller)
  const grant = grants.find(({ dataset }) => dataset === uid) ?? grants.find(({ dataset }) => dataset === '*')
  const open = openAccess(portal, rules)
  if (grant === undefined) return open
  const own = allows(grant, 'dataset.read') ? granted(grant, caller) : null
  if (caller.kind !== 'user' || open === null) return own
  return open.dataVisible || own === null ? open : own
}

/** What everyone may see who may enter. */
function openAccess(portal: PortalAccess, rules: DatasetRules): DatasetAccess | null {
  if (portal === 'private' || rules.visibility === 'restricted') return null
  return rules.dataVisible ? FULL_ACCESS : METADATA_ONLY
}

function granted(grant: Grant, caller: Caller): DatasetAccess {
  if (!allows(grant, 'records.read')) return METADATA_ONLY
  const { where, fields } = grant
  if (where === null && fields === null) return FULL_ACCESS
  return { dataVisible: true, where, fields, identity: rightsOf(caller) }
}
