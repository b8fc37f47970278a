import type { SignedIn } from '../../core/account/signed-in.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { AccountServices } from './account-services.ts'
import { ownUser } from './own-account.ts'
import { ownKeys } from './own-keys.ts'

/** Everything that a portal keeps of somebody, as JSON (GDPR art. 15 and 20): `vitrine-own-data/1`. */
export interface OwnData {
  readonly format: 'vitrine-own-data/1'
  readonly portal: string
  /** ISO 8601 instant. */
  readonly made: string
  readonly account: Readonly<Record<string, unknown>>
  readonly sessions: readonly Readonly<Record<string, unknown>>[]
  readonly secondFactors: Readonly<Record<string, unknown>>
  readonly keys: readonly Readonly<Record<string, unknown>>[]
  /** What other parts keep of the person: groups. */
  readonly more: Readonly<Record<string, unknown>>
}

/** What is kept of the person; secrets are named, not told: nobody but their holder has them. */
export async function exportOwnData(
  services: AccountServices,
  portal: StoredPortal,
  { signedIn, more = {} }: { readonly signedIn: SignedIn; readonly more?: OwnData['more'] },
): Promise<OwnData> {
  const { factors, desk, clock, originOf } = services
  const [user, sessions, keys, summary, passkeys] = await Promise.all([
    ownUser(services, portal, signedIn),
    desk.list(portal, signedIn),
    ownKeys(services, portal, signedIn),
    factors.summaryOf(signedIn.user.id),
    factors.listPasskeys(signedIn.user.id),
  ])
  const { password, portalId: _, ...account } = user
  return {
    format: 'vitrine-own-data/1',
    portal: originOf(portal),
    made: clock.now().toISOString(),
    account: { ...account, hasPassword: password !== null },
    sessions: sessions.map(({ own: _own, ...session }) => session),
    secondFactors: {
      oneTimeCodes: summary.totp,
      recoveryCodesLeft: summary.recoveryCodes,
      passkeys: passkeys.map(({ name, host, createdAt, lastUsedOn }) => ({
        name,
        host,
        createdAt,
        lastUsedOn,
      })),
    },
    keys: keys.map(({ digest: _digest, userId: _userId, portalId: _portalId, ...key }) => key),
    more,
  }
}
