import { type AuditPlan, FIRST_EMBED } from '../../core/audit/plan.ts'
import { homeUrl } from './urls.ts'

type Scripts = AuditPlan['scripts']

/** How visitors pick a language on our pages: another one than they came with. */
export function languageScripts(languages: readonly [string, ...string[]]): Scripts {
  const [first, other] = languages
  if (other === undefined) return {}
  const button = `footer form[action="/i18n/setlang/"] button[value="${other}"]`
  return { language: [{ goto: homeUrl(first) }, { click: button }] }
}

/** How they answer the banner, take their word back, and load what is behind a placeholder. */
export function consentScripts(language: string): Scripts {
  const home = { goto: homeUrl(language) }
  const choose = (place: string, choice: string) => [home, { click: `${place} button[value="${choice}"]` }]
  const load = (which: string) => [{ goto: FIRST_EMBED }, { click: `button[name="load"][value="${which}"]` }]
  return {
    reject: choose('.consent', 'reject'),
    accept: choose('.consent', 'accept'),
    withdraw: choose('footer', 'withdraw'),
    loadOnce: load('once'),
    loadAlways: load('always'),
  }
}

/** Template of the page to sign in. */
export const SIGN_IN = '/:lang/account/sign-in/'

/** How they sign in and out; who is not in is not shown the way out. */
export function signInScripts(language: string): Scripts {
  const account = (page: string) => `/${language}/account/${page}`
  const submit = { click: '#main form[method="post"] button[type="submit"]' }
  return {
    signIn: [
      { goto: account('sign-in/') },
      { fill: '#main input[name="email"]', value: '{user}' },
      { fill: '#main input[name="password"]', value: '{password}' },
      submit,
      { goto: account('') },
      { wait: `a[href="${account('sign-out/')}"]` },
    ],
    signOut: [{ goto: account('sign-out/') }, submit],
  }
}
