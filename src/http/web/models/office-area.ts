/** What has just been done in the back office, said once on the page that follows. */
export const OFFICE_DONE = [
  'invited',
  'approved',
  'refused',
  'roles',
  'suspended',
  'resumed',
  'signed_out',
  'removed',
  'saved',
  'group_removed',
  'key_revoked',
] as const
export type OfficeDone = (typeof OFFICE_DONE)[number]

/** Reads the name of an act from an address; null for any other text. */
export const readOfficeDone = (text: string | null): OfficeDone | null =>
  OFFICE_DONE.find(done => done === text) ?? null
