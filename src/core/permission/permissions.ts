/** What a permission is about. */
export type PermissionSubject = 'portal' | 'dataset'

/** Every permission there is. Names are stable for ever: keys and roles are stored with them. */
export const PERMISSIONS = {
  /** Enter a private portal. */
  'portal.read': { about: 'portal' },
  /** See a dataset in the catalogue, with its metadata and schema. */
  'dataset.read': { about: 'dataset' },
  /** Read records: lists, facets, exports, tiles. */
  'records.read': { about: 'dataset' },
  /** Change the portal's settings, services and texts; see its audits. */
  'portal.manage': { about: 'portal' },
  /** Invite, approve, suspend and remove people, and give them roles. */
  'users.manage': { about: 'portal' },
  /** Publish, change and withdraw datasets, and say who may see them. */
  'datasets.manage': { about: 'portal' },
} as const satisfies Record<string, { readonly about: PermissionSubject }>

export type Permission = keyof typeof PERMISSIONS
