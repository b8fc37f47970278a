import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LivePortal } from '../../app/portal/live-portals.ts'
import { NOTHING_ASKED } from '../../app/privacy/take-material.ts'
import { isOfTemplate } from '../../core/audit/plan.ts'
import { readPlan } from '../../core/audit/read-plan.ts'
import { OPEN_VIEW } from '../../core/permission/portal-view.ts'
import type { PortalConfig } from '../../core/portal/portal.ts'
import type { RequestContext } from '../context.ts'
import { json } from '../reply.ts'
import type { Route } from '../route.ts'
import { auditPlanRoute } from './audit-plan.ts'

const config: PortalConfig = {
  slug: 'town',
  hosts: ['town.localhost'],
  title: { fr: 'Ville' },
  description: {},
  languages: ['fr', 'en'],
  brand: '#0b5d5e',
  legal: { name: '', address: '', email: '', country: '' },
}

const portalOf = (more: Partial<PortalConfig>): LivePortal => ({
  ...{ version: 1, rules: new Map(), naming: new Map(), view: OPEN_VIEW, quotas: null },
  ...{ datasetQuotas: new Map(), consent: NOTHING_ASKED },
  stored: { id: 1, configVersion: 1, catalogVersion: 1, keyVersion: 1, config: { ...config, ...more } },
})

const row = (path: string, surface: Route['surface'] = 'page'): Route => ({
  ...{ name: path, path, surface },
  handle: () => json({}),
})

async function planOf(paths: readonly Route[], more: Partial<PortalConfig> = {}) {
  const route = auditPlanRoute(paths, { listPublished: () => Promise.resolve([]) })
  const context: Pick<RequestContext, 'portal'> = { portal: portalOf(more) }
  const reply = await route.handle(Object(context))
  const read = readPlan('plan', String(reply.body))
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics))
  return read.value
}

test('every page of the table of routes is a template, and has a page to visit', async () => {
  const plan = await planOf([
    row('/'),
    row('/:lang/thing/:thing/'),
    row('/api/x', 'data'),
    row('/embed/svc/:service/*'),
  ])
  assert.deepEqual(plan.templates, ['/', '/:lang/thing/:thing/', '/embed/svc/:service/*'])
  for (const template of plan.templates)
    assert.ok(
      plan.pages.some(page => isOfTemplate(page, template)),
      template,
    )
  assert.equal(plan.start, '/fr/')
})

test('scripts are those that the portal lets its visitors do', async () => {
  assert.deepEqual(Object.keys((await planOf([row('/')], { languages: ['fr'] })).scripts), [])
  assert.deepEqual(Object.keys((await planOf([row('/')])).scripts), ['language'])
  const signIn = await planOf([row('/:lang/account/sign-in/')])
  assert.deepEqual(Object.keys(signIn.scripts), ['language', 'signIn', 'signOut'])
  const asking = await planOf([row('/')], { services: { known: ['youtube'] } })
  assert.deepEqual(Object.keys(asking.scripts).sort(), [
    ...['accept', 'language', 'loadAlways', 'loadOnce', 'reject', 'withdraw'],
  ])
})
