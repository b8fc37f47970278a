/** The cookies there are (privacy.md §1): four names, no fifth. */
export const COOKIE_IDS = ['session', 'csrf', 'language', 'preferences'] as const
export type CookieId = (typeof COOKIE_IDS)[number]

/** A cookie to set or to clear; its attributes are the registry's and nobody else's. */
export interface CookieOrder {
  readonly cookie: CookieId
  /** Null clears it. */
  readonly value: string | null
  /** Of the session's cookie: for how long the browser keeps it when the visitor asked to stay signed in. */
  readonly keptSeconds?: number
}
