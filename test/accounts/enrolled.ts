import { Secret, TOTP } from 'otpauth'
import { beginTotp, confirmTotp } from '../../src/app/account/own-factors.ts'
import type { StoredPortal } from '../../src/app/ports/catalog-store.ts'
import type { OpenedAccounts } from './opened-accounts.ts'

/** The code that an application would show now. */
export const currentCode = ({ now }: OpenedAccounts, secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now })

/** Somebody with one-time codes, signed in with both factors, a minute after. */
export async function enrolled(opened: OpenedAccounts, portal: StoredPortal) {
  const { services } = opened
  const user = await opened.user(portal)
  const place = opened.at(portal)
  const own = async () => ({ ...place, signedIn: await opened.signedIn(place, id) })
  const id = await opened.enter(portal, user)
  const { secret } = await beginTotp(services, await own())
  const { session } = await confirmTotp(services, await own(), currentCode(opened, secret))
  opened.now += 60_000
  return { user, secret, id: session.id }
}
