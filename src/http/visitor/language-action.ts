import type { FoundSession } from '../../app/account/session-desk.ts'
import type { StoredPortal } from '../../app/ports/catalog-store.ts'
import { nextTarget } from '../../core/account/next-target.ts'
import { languageOfPrefix } from '../../core/i18n/negotiate.ts'
import { languageCookie, NO_LANGUAGE } from '../cookies/language-cookie.ts'
import { redirect } from '../reply.ts'
import type { ActionRoute } from '../route.ts'

/** What is done with the language of somebody who is signed in. */
export type SaveLanguage = (
  portal: StoredPortal,
  session: Extract<FoundSession, { state: 'live' }>,
  language: string | null,
) => Promise<void>

/** A path in another language: its prefix is exchanged, or put before it. */
export function inOtherLanguage(path: string, language: string, enabled: readonly string[]): string {
  const [, first = '', rest = ''] = /^\/([^/?#]*)(.*)$/s.exec(path) ?? []
  const prefixed = languageOfPrefix(first, enabled) !== undefined
  return `/${language}${prefixed ? rest : first === '' ? '/' : path}`
}

/**
 * `POST /i18n/setlang/`, class O: remembers the language that the visitor picked, or forgets it (`automatic`), and goes
 * back to the page in that language (privacy.md §1.4). A language that is not enabled changes nothing.
 */
export const languageAction = (save: SaveLanguage): ActionRoute => ({
  name: 'visitor.language',
  path: '/i18n/setlang/',
  method: 'POST',
  surface: 'page',
  anyone: true,
  guard: 'origin',
  takes: 'form',
  handle: async context => {
    const { form, session, portal, origin } = context
    const enabled = portal.stored.config.languages
    const asked = form.get('language') ?? ''
    const next = nextTarget(form.get('next'), origin, '/')
    if (asked === 'automatic') {
      if (session?.state === 'live') await save(portal.stored, session, null)
      return { ...redirect(pathBelow(next, enabled), 303), cookies: [NO_LANGUAGE] }
    }
    const language = languageOfPrefix(asked, enabled)
    if (language === undefined) return redirect(next, 303)
    if (session?.state === 'live') await save(portal.stored, session, language)
    const to = next === '/' ? '/' : inOtherLanguage(next, language, enabled)
    return { ...redirect(to, 303), cookies: [languageCookie(language)] }
  },
})

/** A path without its language: who forgets one is asked what the browser says. */
function pathBelow(path: string, enabled: readonly string[]): string {
  const [, first = '', rest = ''] = /^\/([^/?#]*)(.*)$/s.exec(path) ?? []
  return languageOfPrefix(first, enabled) === undefined ? path : rest === '' ? '/' : rest
}
