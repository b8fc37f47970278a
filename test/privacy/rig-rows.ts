import { NO_PREFERENCES, preferencesCookie } from '../../src/http/cookies/preferences-cookie.ts'
import { NO_SESSION, sessionCookie } from '../../src/http/cookies/session-cookie.ts'
import { html, json } from '../../src/http/reply.ts'
import type { ActionRoute, Route } from '../../src/http/route.ts'
import { csrfRoute } from '../../src/http/visitor/csrf-route.ts'
import { languageAction } from '../../src/http/visitor/language-action.ts'

/** What rows changed: what a portal would have in its database. */
export interface Changes {
  readonly done: string[]
  /** A session that signs in, under a new identifier. */
  signIn(): string
  signOut(id: string | null): void
}

const data = (name: string, path: string, handle: Route['handle']): Route => ({
  ...{ name: `rig.${name}`, path: `/api/rig${path}`, surface: 'data', handle },
})
const page = (name: string, path: string, handle: Route['handle']): Route => ({
  ...{ name: `rig.${name}`, path, surface: 'page', handle },
})

const formOf = (token: string): string =>
  `<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="${token}"></form>`

/** Rows that only look: pages with and without a form, and handlers that do what they must not. */
export const readingRows = (changes: Changes): readonly Route[] => [
  csrfRoute,
  page('plain', '/plain/', () => html('<p>nothing</p>', { tag: 'plain' })),
  page('form', '/form/', ({ csrfToken }) => html(formOf(csrfToken()))),
  page('missing', '/missing/', ({ csrfToken }) => html(formOf(csrfToken()), { status: 404 })),
  page('who', '/who/', ({ signedIn }) => html(signedIn?.user.name ?? 'nobody', { tag: 'who' })),
  page('named', '/named/', ({ session }) =>
    html(session?.state === 'live' ? session.signedIn.user.name : 'nobody', { tag: 'named' }),
  ),
  page('greeting', '/greeting/', ({ isSignedIn }) => html(isSignedIn ? 'welcome back' : 'hello')),
  page('fails', '/fails/', () => {
    throw new Error('a fault of ours')
  }),
  page('language', '/language/', ({ visitor }) => html(visitor.language ?? 'none')),
  page('foreign', '/foreign/', ({ query }) =>
    html('', { headers: { [query.get('name') ?? '']: query.get('value') ?? '' } }),
  ),
  data('read', '/read', () => json({ rows: 3 }, { tag: 'read' })),
  data('count', '/count', () => json({ done: changes.done.length }, { caching: 'none' })),
]

const act = (
  changes: Changes,
  rest: Pick<ActionRoute, 'name' | 'path' | 'method' | 'takes'> & Partial<ActionRoute>,
): ActionRoute => ({
  surface: 'page',
  guard: 'token',
  handle: ({ signedIn, portal }) => {
    changes.done.push(`${rest.name} ${signedIn?.user.name ?? portal.view.caller.kind}`)
    return html('done', { caching: 'none' })
  },
  ...rest,
})

/** Rows that change something: of both classes, by form and by JSON, by every method. */
export const actingRows = (changes: Changes): readonly ActionRoute[] => [
  languageAction(() => Promise.resolve()),
  act(changes, { name: 'rig.act', path: '/act/', method: 'POST', takes: 'form' }),
  ...(['POST', 'PUT', 'PATCH', 'DELETE'] as const).map(method =>
    act(changes, { name: `rig.api_${method}`, path: '/api/rig/act', method, takes: 'json', surface: 'data' }),
  ),
  act(changes, {
    name: 'rig.sign_in',
    path: '/sign-in/',
    method: 'POST',
    takes: 'form',
    handle: () => {
      changes.done.push('sign-in')
      return html('in', { caching: 'none', cookies: [sessionCookie(changes.signIn(), null)] })
    },
  }),
  act(changes, {
    name: 'rig.sign_out',
    path: '/sign-out/',
    method: 'POST',
    takes: 'form',
    handle: ({ presented }) => {
      changes.done.push('sign-out')
      changes.signOut(presented)
      return html('out', { caching: 'personal', cookies: [NO_SESSION] })
    },
  }),
  act(changes, {
    name: 'rig.breaks',
    path: '/breaks/',
    method: 'POST',
    takes: 'form',
    handle: ({ form }) =>
      html('', {
        status: Number(form.get('status')),
        cookies: [sessionCookie(changes.signIn(), null)],
        caching: 'none',
      }),
  }),
  act(changes, {
    name: 'rig.choose',
    path: '/choose/',
    method: 'POST',
    takes: 'form',
    guard: 'origin',
    handle: ({ form }) => {
      changes.done.push('choose')
      const value = form.get('value')
      return html('', {
        caching: 'none',
        cookies: [value === null ? NO_PREFERENCES : preferencesCookie(value)],
      })
    },
  }),
]
