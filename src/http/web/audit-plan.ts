import type { LivePortal } from '../../app/portal/live-portals.ts'
import type { PublishedDataset } from '../../app/ports/catalog-store.ts'
import type { AuditPlan } from '../../core/audit/plan.ts'
import { serviceNeedsConsent } from '../../core/privacy/services/service-entries.ts'
import { servicesOf } from '../../core/privacy/services/services-of.ts'
import { json } from '../reply.ts'
import type { Route } from '../route.ts'
import { consentScripts, languageScripts } from './audit-scripts.ts'
import { API_ROOT, datasetApiUrl, homeUrl } from './urls.ts'

/** What a plan is made from. */
export interface PlanSources {
  readonly listPublished: (portal: LivePortal) => Promise<readonly PublishedDataset[]>
}

/** Values of segments that a page can be asked for with, though no link leads there. */
const SAMPLES: Readonly<Record<string, string>> = {
  tab: 'table',
  dataset: 'none',
  audit: 'none',
  service: 'none',
  '*': 'none',
}

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
    pages: templates.flatMap(template => filledIn(template, values) ?? []),
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
      ...(servicesOf(portal.stored.config).some(serviceNeedsConsent) ? consentScripts(language) : {}),
    },
  }
}

/** A path with its parts in their places; undefined when there is no value for one. */
function filledIn(template: string, values: Readonly<Record<string, string>>): string | undefined {
  const parts = template.split('/').map(part => {
    if (!/^(?::|\*)/.test(part)) return part
    const value = values[part.replace(':', '')]
    return value === undefined ? undefined : encodeURIComponent(value)
  })
  return parts.includes(undefined) ? undefined : parts.join('/')
}
