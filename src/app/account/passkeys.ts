import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { VitrineError } from '../../core/errors.ts'
import { resolveText } from '../../core/i18n/language-map.ts'
import type { StoredUser } from '../ports/account-store.ts'
import type { NewPasskey, StoredPasskey } from '../ports/factor-store.ts'
import type { AccountServices } from './account-services.ts'
import { isAuthentication, isRegistration } from './passkey-answers.ts'
import type { Place } from './session-desk.ts'

type Services = Pick<AccountServices, 'factors' | 'clock' | 'security' | 'originOf'>

/** Ed25519, P-256 and RSA: what authenticators have (COSE algorithms, RFC 9053 §2). */
const ALGORITHMS = [-8, -7, -257]

/** Most passkeys of a person. */
const MOST = 20

const transportsOf = ({ transports }: StoredPasskey) =>
  transports.filter(one => TRANSPORTS.has(one)).map(one => TRANSPORTS.get(one) ?? 'internal')

const TRANSPORTS = new Map(
  (['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const).map(one => [
    String(one),
    one,
  ]),
)

const described = (passkeys: readonly StoredPasskey[], host: string) =>
  passkeys
    .filter(one => one.host === host)
    .map(one => ({ id: one.credentialId, transports: transportsOf(one) }))

/** What the browser needs to make a passkey; keep `challenge` in the session until the answer comes. */
export async function passkeyToMake(
  { factors }: Services,
  { portal, host }: Place,
  user: Pick<StoredUser, 'id' | 'email' | 'name'>,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const own = await factors.listPasskeys(user.id)
  if (own.length >= MOST) throw new VitrineError('passkey_refused')
  const { title, languages } = portal.config
  return generateRegistrationOptions({
    rpName: resolveText(title, languages[0], languages[0]),
    rpID: host,
    userID: new TextEncoder().encode(`${portal.id}/${user.id}`),
    userName: user.email,
    userDisplayName: user.name,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: described(own, host),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
}

/** A passkey as the browser made it, checked; null for what does not answer this challenge here. */
export async function madePasskey(
  { originOf, security }: Services,
  { portal, host }: Place,
  { response, challenge }: { readonly response: unknown; readonly challenge: string },
): Promise<Omit<NewPasskey, 'userId' | 'name'> | null> {
  if (!isRegistration(response)) return null
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: response satisfies RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: originOf(portal, host),
    expectedRPID: host,
    requireUserVerification: false,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(refusal(security))
  if (!verified || registrationInfo === undefined) return null
  const { id, publicKey, counter } = registrationInfo.credential
  return {
    ...{ portalId: portal.id, host, credentialId: id, counter },
    publicKey: Buffer.from(publicKey).toString('base64url'),
    transports: response.response.transports ?? [],
  }
}

/** What the browser needs to show a passkey: of this person, or of whoever has one here (`user` null). */
export async function passkeyToShow(
  { factors }: Services,
  { host }: Place,
  user: Pick<StoredUser, 'id'> | null,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const own = user === null ? [] : described(await factors.listPasskeys(user.id), host)
  return generateAuthenticationOptions({
    rpID: host,
    // alone it has to say that its holder is there, not only that somebody is
    userVerification: user === null ? 'required' : 'preferred',
    ...(user !== null && { allowCredentials: own }),
  })
}

/** What a passkey proved. */
export interface ShownPasskey {
  readonly userId: number
  /** Whether the device made sure that its holder was there. */
  readonly verified: boolean
}

/** Whose passkey this is; null for what does not answer this challenge here, for a copy, and for a stranger's. */
export async function shownPasskey(
  { factors, originOf, clock, security }: Services,
  { portal, host }: Place,
  { response, challenge }: { readonly response: unknown; readonly challenge: string },
): Promise<ShownPasskey | null> {
  const passkey = isAuthentication(response) ? await factors.findPasskey(portal.id, response.id) : null
  if (!isAuthentication(response) || passkey === null || passkey.host !== host) return null
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: response satisfies AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: originOf(portal, host),
    expectedRPID: host,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
      // compared where it is raised, in one statement
      counter: 0,
      transports: transportsOf(passkey),
    },
    requireUserVerification: false,
  }).catch(refusal(security))
  if (!verified || authenticationInfo === undefined) return null
  const day = clock.now().toISOString().slice(0, 10)
  if (!(await factors.usePasskey(passkey.id, { counter: authenticationInfo.newCounter, day }))) {
    security('passkey_copied')
    return null
  }
  return { userId: passkey.userId, verified: authenticationInfo.userVerified }
}

/** The library refuses by throwing; what it says names values of the answer, which no log keeps. */
const refusal =
  (security: AccountServices['security']) =>
  (): {
    readonly verified: false
    readonly registrationInfo?: never
    readonly authenticationInfo?: never
  } => {
    security('passkey_refused')
    return { verified: false }
  }
