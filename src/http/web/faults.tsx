import type { ErrorCode, VitrineError } from '../../core/errors.ts'
import { INTERFACE_LANGUAGES } from '../../core/i18n/language-map.ts'
import { languageOfPrefix, negotiateLanguage } from '../../core/i18n/negotiate.ts'
import { isMessageKey } from '../../core/i18n/translate.ts'
import { exploreFault } from '../api/explore/faults.ts'
import type { FaultedRequest } from '../doors.ts'
import { statusOf } from '../errors.ts'
import { html, json, type Reply, redirect } from '../reply.ts'
import { accountUrl, signInUrl } from './account-urls.ts'
import type { Assets } from './assets.ts'
import { BareErrorPage } from './front/bare-error-page.tsx'
import { ErrorPage } from './front/error-page.tsx'
import { portalView } from './load-context.ts'
import { type PageContext, pageContext } from './models/page-context.ts'
import { renderPage } from './render.ts'

/** The one door out for faults: Explore's body for data, a page in the visitor's language for pages. */
export const faultReply =
  (assets: Assets) =>
  (error: VitrineError, request: FaultedRequest): Reply => {
    const status = statusOf(error)
    if (request.surface === 'data') return json(exploreFault(error), { status, caching: 'none' })
    const language = languageOfFault(request)
    const mended = mendedAt(error, language, request)
    if (mended !== null) return redirect(mended, 303)
    return html(pageOf(error, language, request, assets), { status, caching: 'none', language })
  }

/** The page that mends a fault: sign-in where nobody is, a proof where the last one is old; null for all others. */
function mendedAt({ code }: VitrineError, language: string, request: FaultedRequest): string | null {
  const { portal, path, search, asker } = request
  // files for programs, such as robots.txt, are no pages
  if (portal === null || asker === 'key' || /^\/[^/]*\./.test(path)) return null
  const next = `${path}${search}`
  if (code === 'proof_needed') return accountUrl(language, 'verify', { next })
  const isMended =
    code === 'session_gone' ||
    (asker === 'nobody' && (code === 'portal_private' || code === 'sign_in_needed'))
  return isMended ? signInUrl(language, next) : null
}

function languageOfFault({ portal, path, acceptLanguage }: FaultedRequest): string {
  const enabled = portal?.stored.config.languages ?? INTERFACE_LANGUAGES
  const prefix = /^\/+([^/]+)/.exec(path)?.[1]
  return languageOfPrefix(prefix, enabled) ?? negotiateLanguage({ enabled, acceptLanguage }).language
}

function pageOf(error: VitrineError, language: string, request: FaultedRequest, assets: Assets): string {
  const status = statusOf(error)
  if (request.portal === null)
    return renderPage(<BareErrorPage status={status} language={language} requestId={request.id} />)
  const ctx = pageContext({
    portal: portalView(request.portal, language),
    language,
    origin: '',
    path: `/${language}/`,
    search: '',
    section: 'none',
    assets,
    isSignedIn: request.asker === 'signed_in',
  })
  return renderPage(
    <ErrorPage
      ctx={ctx}
      model={{
        status,
        ...(FORM_FAULTS.has(error.code) ? { title: ctx.t('status.403.form') } : {}),
        message: messageOf(ctx, error),
        contact: status === 401 ? request.portal.stored.config.legal.email : null,
        requestId: request.id,
        search: wordsOf(request.path),
        moved: null,
      }}
    />,
  )
}

/** Faults of a form that came from elsewhere, or from before: nothing was changed, and what to do can be said. */
const FORM_FAULTS: ReadonlySet<ErrorCode> = new Set([
  'origin_foreign',
  'csrf_cookie_missing',
  'csrf_token_missing',
  'csrf_token_malformed',
  'csrf_token_wrong',
])

function messageOf({ t }: Pick<PageContext, 't'>, { code }: VitrineError): string | null {
  if (code === 'key_refused') return t('status.401.key')
  const key = `error.${code}`
  return FORM_FAULTS.has(code) && isMessageKey(key) ? t(key) : null
}

/** Words of the dataset that an address names. */
function wordsOf(path: string): string {
  const id = /\/explore\/dataset\/([^/]+)/.exec(path)?.[1] ?? ''
  try {
    return decodeURIComponent(id)
      .replaceAll(/[-_\s]+/g, ' ')
      .trim()
      .slice(0, 80)
  } catch {
    return ''
  }
}
