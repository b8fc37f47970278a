import { createHash } from 'node:crypto'

/**
 * What is kept of the session that somebody has at an identity provider: SHA-256 of issuer and `sid`, lower-case hex, so
 * that a logout token that names nothing else finds the sessions which began with it (Back-Channel Logout 1.0 §2.1).
 */
export const providerSession = (issuer: string, sid: string): string =>
  createHash('sha256').update(`${issuer}\n${sid}`).digest('hex')
