import { createServer, type Server } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { Provider } from 'oidc-provider'

/** Somebody whom the provider knows. */
export interface Known {
  readonly sub: string
  readonly email: string
  readonly email_verified: boolean
  readonly name?: string
  readonly groups?: readonly string[]
}

export const CLIENT = {
  id: 'portal',
  secret: 'a secret of the tests, nobody’s else'.replace(/[^\x20-\x7e]/g, ''),
}

/** A real OpenID Connect provider on a port of this machine, with people to be put in and changed. */
export interface IdentityServer extends AsyncDisposable {
  readonly issuer: string
  readonly people: Map<string, Known>
  /**
   * What a browser does there: the person is named, and the address that it is sent back to comes out. Null stands for who
   * gives up.
   */
  visit(authorization: string, sub: string | null): Promise<string>
  /** Makes identity tokens say that people proved themselves so many seconds before they did. */
  sayEarlier(seconds: number): void
  /** `sid` of the session that the last sign-in began there. */
  lastSession(): string
  /** A token signed with the provider's own key, whatever it says. */
  sign(claims: Readonly<Record<string, unknown>>, type?: string): Promise<string>
}

export async function openIdentityServer(
  port: number,
  redirects: readonly string[],
): Promise<IdentityServer> {
  const issuer = `http://127.0.0.1:${port}`
  const people = new Map<string, Known>()
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [...redirects] },
        ...{ grant_types: ['authorization_code'], response_types: ['code'] },
        // identity tokens name the session
        backchannel_logout_uri: `${issuer}/nowhere`,
        backchannel_logout_session_required: true,
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'own', alg: 'RS256', use: 'sig' }] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    cookies: { keys: ['of the tests'] },
    pkce: { required: () => true },
    findAccount: (_context, sub) => {
      const known = people.get(sub)
      return known === undefined ? undefined : { accountId: sub, claims: () => ({ ...known }) }
    },
    // whoever signs in has agreed
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        ...{ clientId: CLIENT.id, accountId: oidc.session?.accountId ?? '' },
      })
      grant.addOIDCScope('openid email profile groups')
      await grant.save()
      return grant
    },
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
  })
  let earlier = 0
  const { authTime } = provider.Session.prototype
  provider.Session.prototype.authTime = function authTimeSaid() {
    return (authTime.call(this) ?? 0) - earlier
  }
  let session = ''
  provider.on('grant.success', ({ oidc }) => {
    session = oidc.entities.AuthorizationCode?.sid ?? ''
  })
  const server = createServer(provider.callback())
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return {
    ...{ issuer, people },
    visit: (authorization, sub) => visit(authorization, sub),
    lastSession: () => session,
    sayEarlier: seconds => {
      earlier = seconds
    },
    sign: (claims, type = 'logout+jwt') =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'own', typ: type }).sign(privateKey),
    [Symbol.asyncDispose]: () => closed(server),
  }
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise(resolve => server.close(() => resolve()))
}

/** Follows the provider's own pages with a jar of its own, up to the address outside. */
async function visit(authorization: string, sub: string | null): Promise<string> {
  const jar = new Map<string, string>()
  const { origin } = new URL(authorization)
  const go = async (address: string, form?: Readonly<Record<string, string>>): Promise<Response> => {
    const answer = await fetch(address, {
      redirect: 'manual',
      method: form === undefined ? 'GET' : 'POST',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      jar.set(name, value)
    }
    return answer
  }
  let at = authorization
  for (let step = 0; step < 10; step++) {
    const answer = await go(at)
    const next = answer.headers.get('location')
    if (next === null) {
      const page = await answer.text()
      if (sub === null) {
        const abort = /href="([^"]+\/abort)"/.exec(page)?.[1] ?? ''
        at = (await go(new URL(abort, origin).href)).headers.get('location') ?? ''
      } else {
        const form = { prompt: 'login', login: sub, password: 'any' }
        at = (await go(at, form)).headers.get('location') ?? page
      }
    } else at = new URL(next, origin).href
    if (!at.startsWith(origin)) return at
  }
  throw new Error(`the provider does not come to an end: ${at}`)
}
