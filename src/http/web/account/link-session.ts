import type { TokenKind, TokenProof } from '../../../app/ports/account-store.ts'
import type { PreData } from '../../../app/ports/session-store.ts'

const STEP = 'link'

/** What a session before sign-in holds of a link, so that the token leaves the address (privacy.md S38). */
export const linkData = ({ portalId, kind, digest }: TokenProof): PreData => ({
  ...{ step: STEP, portalId, kind, digest },
})

const KINDS: ReadonlySet<unknown> = new Set<TokenKind>([
  'confirm',
  'change_email',
  'reset',
  'invitation',
  'first_administrator',
])

const isKind = (value: unknown): value is TokenKind => KINDS.has(value)

/** Typed at the door; null for a session that waits for something else. */
export function readLink({ step, portalId, kind, digest }: PreData): TokenProof | null {
  if (step !== STEP || typeof portalId !== 'number' || typeof digest !== 'string' || !isKind(kind))
    return null
  return { portalId, kind, digest }
}
