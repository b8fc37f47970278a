import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { Configuration } from 'openid-client'
import type { IdentityProviders } from '../../app/ports/identity-providers.ts'
import { VitrineError } from '../../core/errors.ts'
import type { Discover } from './openid-providers.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
/** How old a token may be, seconds: it is sent at once. */
const MOST_AGE = 300
const SKEW = 60
/** Signatures that only the provider can make. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/** Reads logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.6). Faults: `logout_refused`, `identity_unavailable`. */
export function logoutReader(discover: Discover): IdentityProviders['readLogout'] {
  const keys = new WeakMap<Configuration, JWTVerifyGetKey>()
  return async (provider, token) => {
    const config = await discover(provider)
    const { issuer, jwks_uri: address } = config.serverMetadata()
    if (address === undefined) throw new VitrineError('identity_unavailable', { provider: provider.id })
    const key = keys.get(config) ?? createRemoteJWKSet(new URL(address))
    keys.set(config, key)
    const payload = await verified(token, key, { issuer, audience: provider.clientId, provider: provider.id })
    return { issuer, ...claimsOf(payload) }
  }
}

interface Expected {
  readonly issuer: string
  readonly audience: string
  readonly provider: string
}

async function verified(token: string, key: JWTVerifyGetKey, { issuer, audience, provider }: Expected) {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key, {
      ...{ issuer, audience, algorithms: ALGORITHMS, clockTolerance: SKEW, maxTokenAge: MOST_AGE },
      requiredClaims: ['iat', 'exp', 'jti', 'events'],
    })
    const type = protectedHeader.typ?.toLowerCase().replace(/^application\//, '') ?? 'jwt'
    if (type !== 'logout+jwt' && type !== 'jwt') throw new VitrineError('logout_refused')
    return payload
  } catch (thrown) {
    if (thrown instanceof VitrineError) throw thrown
    if (thrown instanceof errors.JWKSTimeout)
      throw new VitrineError('identity_unavailable', { provider }, thrown)
    throw new VitrineError('logout_refused', {}, thrown)
  }
}

/** The provider names a person, a session of theirs, or both (§2.4). */
function claimsOf({
  sub,
  sid,
  jti,
  exp,
  nonce,
  events,
}: JWTPayload & { readonly nonce?: unknown; readonly events?: unknown; readonly sid?: unknown }) {
  const isLogout = typeof events === 'object' && events !== null && Object.hasOwn(events, EVENT)
  // an identity token must not pass for one
  if (!isLogout || nonce !== undefined || jti === undefined || exp === undefined)
    throw new VitrineError('logout_refused')
  const [subject, session] = [sub ?? null, typeof sid === 'string' && sid !== '' ? sid : null]
  if (subject === null && session === null) throw new VitrineError('logout_refused')
  // as long as it could be accepted once more
  return { subject, session, token: jti, expiresAt: new Date((exp + SKEW) * 1000) }
}
