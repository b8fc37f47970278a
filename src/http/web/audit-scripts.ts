import type { AuditPlan } from '../../core/audit/plan.ts'
import { homeUrl } from './urls.ts'

type Scripts = AuditPlan['scripts']

/** How visitors pick a language on our pages: another one than they came with. */
export function visitorScripts(languages: readonly [string, ...string[]]): Scripts {
  const [first, other] = languages
  if (other === undefined) return {}
  const button = `footer form[action="/i18n/setlang/"] button[value="${other}"]`
  return { language: [{ goto: homeUrl(first) }, { click: button }] }
}

/** How they sign in and out. */
export const signInScripts = (_language: string): Scripts => ({})
