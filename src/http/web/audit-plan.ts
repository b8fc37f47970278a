import type { LivePortal } from '../../app/portal/live-portals.ts'
import type { PublishedDataset } from '../../app/ports/catalog-store.ts'
import type { AuditPlan } from '../../core/audit/plan.ts'
import { serviceNeedsConsent } from '../../core/privacy/services/service-entries.ts'
import { servicesOf } from '../../core/privacy/services/services-of.ts'
import { json } from '../reply.ts'
import type { Route } from '../route.ts'
import { consentScripts, languageScripts, SIGN_IN, signInScripts } from './audit-scripts.ts'
import { API_ROOT, datasetApiUrl, homeUrl } from './urls.ts'

/** What a plan is made from. */
export interface PlanSources {
  readonly listPublished: (portal: LivePortal) => Promise<readonly PublishedDataset[]>
}

/** Values of segments that links do not always lead to; for the others, a page that is not there stands for its kind. */
const SAMPLES: Readonly<Record<string, string>> = { tab: 'table' }
const NOT_THERE = 'none'

/**
 * `/.well-known/audit-plan.json`: how `vitrine audit` walks through the portal. Its templates are the rows of the table
 * of routes, so that a page which the audit does not visit is told.
 */
export const auditPlanRoute = (rows: readonly Route[], sources: PlanSources): Route => ({
  name: 'web.audit_plan',
  path: '/.well-known/audit-plan.json',
  surface: 'data',
  anyone: true,
  handle: async ({ portal }) => {
    const published = await sources.listPublished(portal)
    return json({ format: 'vitrine-audit-plan/1', ...planOf(rows, portal, published[0]?.dataset.datasetId) })
  },
})

function planOf(
  rows: readonly Route[],
  portal: LivePortal,
  dataset: string | undefined,
): Omit<AuditPlan, 'back'> {
  const { languages } = portal.stored.config
  const [language] = languages
  const templates = rows.filter(({ surface }) => surface === 'page').map(({ path }) => path)
  const values = { ...SAMPLES, lang: language, ...(dataset === undefined ? {} : { dataset }) }
  return {
    start: homeUrl(language),
    pages: templates.map(template => filledIn(template, values)),
    embeds: [],
    errors: ['/there-is-no-such-page/', `/${language}/explore/dataset/there-is-no-such-dataset/`],
    api: [
      `${API_ROOT}/catalog/datasets`,
      ...(dataset === undefined ? [] : [`${datasetApiUrl(dataset)}/records?limit=1`]),
      '/api/csrf',
    ],
    templates,
    avoid: [],
    keyHeader: 'Authorization: Apikey {key}',
    scripts: {
      ...languageScripts(languages),
      ...(templates.includes(SIGN_IN) ? signInScripts(language) : {}),
      ...(servicesOf(portal.stored.config).some(serviceNeedsConsent) ? consentScripts(language) : {}),
    },
  }
}

/** A path with its parts in their places. */
const filledIn = (template: string, values: Readonly<Record<string, string>>): string =>
  template
    .split('/')
    .map(part => {
      if (part === '*') return NOT_THERE
      return part.startsWith(':') ? encodeURIComponent(values[part.slice(1)] ?? NOT_THERE) : part
    })
    .join('/')
