/** What a permission is about. */
export type PermissionSubject = 'portal' | 'dataset'

/** Every permission there is. Names are stable for ever: keys, and later roles, are stored with them. */
export const PERMISSIONS = {
  /** Enter a private portal. */
  'portal.read': { about: 'portal' },
  /** See a dataset in the catalogue, with its metadata and schema. */
  'dataset.read': { about: 'dataset' },
  /** Read records: lists, facets, exports, tiles. */
  'records.read': { about: 'dataset' },
} as const satisfies Record<string, { readonly about: PermissionSubject }>

export type Permission = keyof typeof PERMISSIONS
