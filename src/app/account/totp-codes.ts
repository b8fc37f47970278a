import { Secret, TOTP } from 'otpauth'
import { VitrineError } from '../../core/errors.ts'
import { resolveText } from '../../core/i18n/language-map.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { AccountServices } from './account-services.ts'
import { openSealed, sealSecret, TOTP_KEY_VERSION } from './seal-secret.ts'

/** Bytes of a secret: those of the hash, which every app takes (RFC 4226 §4). */
const SECRET_BYTES = 20
const PERIOD_SECONDS = 30
const DIGITS = 6
/** Steps of time that a code may be early or late (RFC 6238 §5.2). */
const DRIFT = 1

/** What an app needs to make codes: shown once, while it is set up. */
export interface TotpSetup {
  /** `otpauth://totp/…`, for a QR code. */
  readonly uri: string
  /** The secret to type, base32. */
  readonly secret: string
}

/** Whose codes. */
export interface TotpOwner {
  readonly portal: StoredPortal
  readonly userId: number
}

const generatorOf = (secret: Secret, issuer?: string, label?: string): TOTP =>
  new TOTP({
    ...{ secret, algorithm: 'SHA1', digits: DIGITS, period: PERIOD_SECONDS },
    ...(issuer !== undefined && { issuer }),
    ...(label !== undefined && { label }),
  })

/** Makes a secret that proves nothing until a code of it was shown. `second_factor_needed` when there is one that does. */
export async function proposeTotp(
  { factors, clock, secrets }: Pick<AccountServices, 'factors' | 'clock' | 'secrets'>,
  { portal, userId }: TotpOwner,
  email: string,
): Promise<TotpSetup> {
  const secret = new Secret({ size: SECRET_BYTES })
  const owner = { portalId: portal.id, userId, keyVersion: TOTP_KEY_VERSION }
  const sealed = sealSecret(secrets[0], owner, secret.bytes)
  const kept = await factors.proposeTotp(userId, { sealed, keyVersion: TOTP_KEY_VERSION }, clock.now())
  if (!kept) throw new VitrineError('second_factor_needed')
  const issuer = resolveText(portal.config.title, portal.config.languages[0], portal.config.languages[0])
  return { uri: generatorOf(secret, issuer, email).toString(), secret: secret.base32 }
}

/**
 * Whether a code is right now; a step's code counts once, so that a code that was overheard is worth nothing. `confirm`
 * takes the first code of a new secret; else only a confirmed one proves anything.
 */
export async function useTotpCode(
  { factors, clock, secrets, security }: Pick<AccountServices, 'factors' | 'clock' | 'secrets' | 'security'>,
  { portal, userId }: TotpOwner,
  { code, confirm = false }: { readonly code: string; readonly confirm?: boolean },
): Promise<boolean> {
  const token = code.replaceAll(/\s/g, '')
  const stored = /^\d{6}$/.test(token) ? await factors.findTotp(userId) : null
  if (stored === null || stored.confirmed === confirm) return false
  const bytes = openSealed(
    secrets,
    { portalId: portal.id, userId, keyVersion: stored.keyVersion },
    stored.sealed,
  )
  if (bytes === null) {
    security('totp_unreadable')
    return false
  }
  const totp = generatorOf(Secret.fromHex(Buffer.from(bytes).toString('hex')))
  const timestamp = clock.now().getTime()
  const drift = totp.validate({ token, timestamp, window: DRIFT })
  if (drift === null) return false
  return factors.useTotpStep(userId, totp.counter({ timestamp }) + drift, { confirm })
}
