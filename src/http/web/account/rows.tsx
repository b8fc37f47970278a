import type { VNode } from 'preact'
import { VitrineError } from '../../../core/errors.ts'
import { languageOfPrefix } from '../../../core/i18n/negotiate.ts'
import type { ActionContext, RequestContext } from '../../context.ts'
import { NO_SESSION } from '../../cookies/session-cookie.ts'
import { retryAfter, statusOf } from '../../errors.ts'
import { html, type Reply, redirect } from '../../reply.ts'
import type { ActionRoute, Route } from '../../route.ts'
import { type AccountPage, accountRow, accountUrl, signInUrl } from '../account-urls.ts'
import { loadContext } from '../load-context.ts'
import type { FormModel } from '../models/form-model.ts'
import { renderPage } from '../render.ts'
import type { AccountWeb, Asked, Made, OwnAsked } from './asked.ts'
import { type FormFaults, faultsOf, type OwnFaults } from './form-faults.ts'

type Sync<T> = T | Promise<T>

/** Rows of one page. */
export interface PageRows {
  readonly routes: readonly Route[]
  readonly actions: readonly ActionRoute[]
}

/** A page with a form that is sent to its own address. */
export interface FormPage<A, C> {
  /** The page with its form, empty or with what was wrong; or where to go instead. */
  readonly page: (asked: A, form: FormModel) => Sync<Made>
  /** Does what the form asks for. What is wrong with a field is thrown, and the page is shown again. */
  readonly act: (asked: C) => Sync<Made>
  /** Faults that are said otherwise here. */
  readonly faults?: OwnFaults
}

const isReply = (made: Made): made is Reply => 'caching' in made

/** A page of one visitor, as an answer. */
export function personalPage({ ctx }: Asked, made: Made, rest: Partial<Reply> = {}): Reply {
  if (isReply(made)) return made
  return html(renderPage(made as VNode), { language: ctx.language, caching: 'personal', ...rest })
}

/** After an act: another page, never to be stored. */
export const goTo = (path: string, rest: Partial<Reply> = {}): Reply => ({
  ...redirect(path, 303),
  caching: 'personal',
  ...rest,
})

/** A request of a page of one visitor, in the language of its address. `uri_unknown`. */
export function askedOf<C extends RequestContext>(web: AccountWeb, context: C): Asked<C> {
  const language = languageOfPrefix(context.params.lang, context.portal.stored.config.languages)
  if (language === undefined) throw new VitrineError('uri_unknown')
  return { web, context, ctx: loadContext(context, language, 'none', web.assets) }
}

/** A page without a form of its own. */
export const pageRows = (
  web: AccountWeb,
  page: AccountPage,
  make: (asked: Asked) => Sync<Made>,
): PageRows => ({
  routes: [
    {
      ...{ name: `account.${page}`, path: accountRow(page), surface: 'page', anyone: true },
      handle: async context => {
        const asked = askedOf(web, context)
        return personalPage(asked, await make(asked))
      },
    },
  ],
  actions: [],
})

/** A page with a form that is sent to its own address, by class T of privacy.md §1.3. */
export function formRows(
  web: AccountWeb,
  page: AccountPage,
  form: FormPage<Asked, Asked<ActionContext>>,
): PageRows {
  const { routes } = pageRows(web, page, asked => form.page(asked, emptyForm(asked.context)))
  return { routes, actions: [actionRow(web, page, asked => actOf(asked, form))] }
}

/** An act that has an address of its own; of class T, unless it says otherwise. */
export const actionRow = (
  web: AccountWeb,
  page: AccountPage,
  handle: (asked: Asked<ActionContext>) => Sync<Reply>,
  own: Partial<Pick<ActionRoute, 'guard' | 'sessionless'>> = {},
): ActionRoute => ({
  ...{ name: `account.${page}.act`, path: accountRow(page), method: 'POST', surface: 'page' },
  ...{ guard: 'token', takes: 'form', anyone: true },
  ...own,
  handle: context => handle(askedOf(web, context)),
})

/**
 * A form that nothing was typed into yet. Its token is asked for when the form is shown: a page that leads elsewhere instead
 * gives no cookie out (privacy.md G1).
 */
export const emptyForm = (context: RequestContext): FormModel => ({
  get token() {
    return context.csrfToken()
  },
  faults: [],
  values: {},
})

/** Does what a form asks for; what is wrong with it is said in the form. */
export async function actOf(
  asked: Asked<ActionContext>,
  form: FormPage<Asked, Asked<ActionContext>>,
): Promise<Reply> {
  try {
    return personalPage(asked, await form.act(asked))
  } catch (thrown) {
    const faults = faultsOf(asked.ctx, thrown, form.faults)
    if (faults !== null) return again(asked, form, faults)
    return elsewhere(asked, thrown)
  }
}

/** What was typed, without secrets. */
const SECRETS = new Set(['password', 'code', 'recovery', 'passkey'])
const typed = (form: URLSearchParams): Readonly<Record<string, string>> =>
  Object.fromEntries([...form].filter(([name]) => !SECRETS.has(name)))

async function again(
  asked: Asked<ActionContext>,
  form: FormPage<Asked, Asked<ActionContext>>,
  { error, faults }: FormFaults,
): Promise<Reply> {
  const { context } = asked
  const made = await form.page(asked, { token: context.csrfToken(), faults, values: typed(context.form) })
  const seconds = retryAfter(error)
  return personalPage(asked, made, {
    status: statusOf(error),
    ...(seconds === undefined ? {} : { headers: { 'retry-after': seconds } }),
  })
}

/** Faults that are mended on another page: a proof that is too old, a session that is over. */
export function elsewhere(asked: Asked, thrown: unknown): Reply {
  const { ctx } = asked
  const code = thrown instanceof VitrineError ? thrown.code : null
  if (code === 'proof_needed') return goTo(accountUrl(ctx.language, 'verify', { next: ctx.path }))
  if (code === 'session_gone') return goTo(signInUrl(ctx.language, ctx.path), { cookies: [NO_SESSION] })
  throw thrown
}

/** For who is signed in; all others sign in first, and come back. */
export const own =
  <C extends RequestContext, Rest extends readonly unknown[]>(
    make: (asked: OwnAsked<C>, ...rest: Rest) => Sync<Made>,
  ) =>
  (asked: Asked<C>, ...rest: Rest): Sync<Made> => {
    const { signedIn } = asked.context
    return signedIn === null
      ? goTo(signInUrl(asked.ctx.language, asked.ctx.path))
      : make({ ...asked, signedIn }, ...rest)
  }

/** A form for who is signed in. */
export const ownForm = (
  web: AccountWeb,
  page: AccountPage,
  { page: show, act: perform, ...rest }: FormPage<OwnAsked, OwnAsked<ActionContext>>,
): PageRows =>
  formRows(web, page, {
    ...rest,
    page: own(show),
    act: own(perform),
  })
