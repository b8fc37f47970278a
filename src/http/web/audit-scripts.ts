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
