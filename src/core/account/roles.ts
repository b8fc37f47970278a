import type { Grant } from '../permission/caller.ts'
import type { Permission } from '../permission/permissions.ts'

/** A role of a portal: what whoever has it may do, on every dataset. */
export interface Role {
  readonly permissions: readonly Permission[]
}

const READ = ['portal.read', 'dataset.read', 'records.read'] as const

/** Every role there is. Names are stable for ever: accounts are stored with them. Without one, a person sees what is open. */
export const ROLES = {
  /** Everything, people and settings included. */
  administrator: { permissions: [...READ, 'portal.manage', 'users.manage', 'datasets.manage'] },
  /** Publishes data; neither people nor settings. */
  editor: { permissions: [...READ, 'datasets.manage'] },
  /** Enters a private portal and reads every dataset of it. */
  reader: { permissions: READ },
} as const satisfies Record<string, Role>

export type RoleName = keyof typeof ROLES

export const isRoleName = (value: unknown): value is RoleName =>
  typeof value === 'string' && Object.hasOwn(ROLES, value)

/** What stands in the database, typed; null when it is no list of roles. */
export const readRoles = (stored: unknown): readonly RoleName[] | null =>
  Array.isArray(stored) && stored.every(isRoleName) ? stored : null

/** Permissions that open the back office. */
const OFFICE: ReadonlySet<Permission> = new Set(['portal.manage', 'users.manage', 'datasets.manage'])

/** Whether grants open any part of the back office: shorter sessions, and perhaps a second factor (privacy.md §1.2). */
export const hasOfficeRights = (grants: readonly Grant[]): boolean =>
  grants.some(({ permissions }) => permissions.some(permission => OFFICE.has(permission)))

/** Grants without what opens the back office. */
export const withoutOffice = (grants: readonly Grant[]): readonly Grant[] =>
  grants.map(grant => ({ ...grant, permissions: grant.permissions.filter(one => !OFFICE.has(one)) }))

/** What roles grant: at most one grant, on every dataset. */
export function grantsOfRoles(roles: readonly RoleName[]): readonly Grant[] {
  const permissions = [...new Set(roles.flatMap((role): readonly Permission[] => ROLES[role].permissions))]
  return permissions.length === 0 ? [] : [{ permissions, dataset: '*', where: null, fields: null }]
}
