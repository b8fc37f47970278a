/** Pages about somebody's own account, in the order of their menu. */
export const OWN_PAGES = ['profile', 'security', 'sessions', 'keys', 'data'] as const
export type OwnPage = (typeof OWN_PAGES)[number]

/** What has just been done, said once on the page that follows. */
export const DONE = [
  'profile',
  'password',
  'email_sent',
  'email',
  'app_removed',
  'factor_added',
  'passkey_removed',
  'moved',
  'identity_linked',
  'identity_unlinked',
  'session',
  'sessions',
  'key_revoked',
] as const
export type Done = (typeof DONE)[number]

/** Reads the name of an act from an address; null for any other text. */
export const readDone = (text: string | null): Done | null => DONE.find(done => done === text) ?? null
