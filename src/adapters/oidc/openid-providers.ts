import { LRUCache } from 'lru-cache'
import * as client from 'openid-client'
import type { Identity, IdentityProviders } from '../../app/ports/identity-providers.ts'
import type { IdentityProvider } from '../../core/account/identity-provider.ts'
import { VitrineError } from '../../core/errors.ts'
import type { SecretOf } from './client-secrets.ts'
import { logoutReader } from './read-logout.ts'

interface OpenidOptions {
  readonly secretOf: SecretOf
  /** Seconds that a provider may take for an answer. */
  readonly timeout?: number
}

const TIMEOUT_SECONDS = 10
/** For how long a provider's metadata is believed. */
const METADATA_MS = 10 * 60_000
const MOST = 100

/** A provider as discovered, with the client that we are to it. */
export type Discover = (provider: IdentityProvider) => Promise<client.Configuration>

/** OpenID Connect by discovery, the code flow and PKCE; signatures of identity tokens are checked as well. */
export function openidProviders({ secretOf, timeout = TIMEOUT_SECONDS }: OpenidOptions): IdentityProviders {
  const discover = discoverer(secretOf, timeout)
  return {
    begin: async (provider, { callback, fresh }) => {
      const config = await discover(provider)
      const checks = {
        began: seconds(),
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      }
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        response_type: 'code',
        scope: scopesOf(provider),
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(checks.verifier),
        code_challenge_method: 'S256',
        // both say the same: some providers know the one, some the other
        ...(fresh && { prompt: 'login', max_age: '0' }),
      })
      return { url: url.href, checks }
    },
    finish: async (provider, arrived, { state, nonce, verifier, began, fresh }) => {
      const config = await discover(provider)
      return refusing(provider, async () => {
        const tokens = await client.authorizationCodeGrant(config, arrived, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
          // `auth_time` must be there, and no older than the trip
          ...(fresh && { maxAge: Math.max(0, seconds() - began) }),
        })
        const claims = tokens.claims()
        if (claims === undefined) throw new VitrineError('identity_refused')
        const said = needsMore(claims, config)
          ? { ...(await client.fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims }
          : claims
        return identityOf(provider, { ...said, iss: claims.iss, sub: claims.sub, sid: claims.sid })
      })
    },
    readLogout: logoutReader(discover),
  }
}

const seconds = (): number => Math.floor(Date.now() / 1000)

const scopesOf = ({ scopes = [] }: IdentityProvider): string =>
  [...new Set(['openid', 'email', 'profile', ...scopes])].join(' ')

type Claims = Readonly<Record<string, unknown>>

const needsMore = (claims: Claims, config: client.Configuration): boolean =>
  claims.email === undefined && config.serverMetadata().userinfo_endpoint !== undefined

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function identityOf({ groups }: IdentityProvider, claims: Claims): Identity {
  const said = groups === undefined ? undefined : claims[groups.claim]
  const values: readonly unknown[] = Array.isArray(said) ? said : [said]
  return {
    issuer: String(claims.iss),
    subject: String(claims.sub),
    email: textOf(claims.email),
    // the word `true` of some providers is no proof
    emailVerified: claims.email_verified === true,
    name: textOf(claims.name),
    groups: values.filter(value => typeof value === 'string'),
    session: textOf(claims.sid),
  }
}

/** What the provider, or whoever came from it, says wrongly is refused; everything else is its failure. */
async function refusing<T>({ id }: IdentityProvider, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof VitrineError) throw thrown
    const isRefusal =
      thrown instanceof client.AuthorizationResponseError ||
      thrown instanceof client.ResponseBodyError ||
      (thrown instanceof client.ClientError && !/TIMEOUT|HTTP/.test(String(thrown.code)))
    if (isRefusal) throw new VitrineError('identity_refused', {}, thrown)
    throw new VitrineError('identity_unavailable', { provider: id }, thrown)
  }
}

/** The way of proving who the client is that every provider knows (OpenID Connect Core §9), or else by the body. */
const secretAuth = (secret: string): client.ClientAuth => {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)]
  return (server, ...rest) => {
    const known = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    return known.includes('client_secret_basic') ? basic(server, ...rest) : post(server, ...rest)
  }
}

function discoverer(secretOf: SecretOf, timeout: number): Discover {
  const known = new LRUCache<string, Promise<client.Configuration>>({ max: MOST, ttl: METADATA_MS })
  return async provider => {
    const secret = await secretOf(provider.secret, provider.id)
    const name = JSON.stringify([provider.issuer, provider.clientId, secret])
    const remembered = known.get(name)
    if (remembered !== undefined) return remembered
    const asked = discovered(provider, secret, timeout)
    known.set(name, asked)
    asked.catch(() => known.delete(name))
    return asked
  }
}

async function discovered(
  { id, issuer, clientId }: IdentityProvider,
  secret: string | null,
  timeout: number,
): Promise<client.Configuration> {
  const isPlain = issuer.startsWith('http:')
  try {
    return await client.discovery(
      new URL(issuer),
      clientId,
      {},
      secret === null ? client.None() : secretAuth(secret),
      {
        timeout,
        execute: [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])],
      },
    )
  } catch (thrown) {
    throw new VitrineError('identity_unavailable', { provider: id }, thrown)
  }
}
