import type { VNode } from 'preact'
import type { AuditStore, KeptAudit } from '../../app/ports/audit-store.ts'
import { VitrineError } from '../../core/errors.ts'
import type { RequestContext } from '../context.ts'
import { json } from '../reply.ts'
import type { Route } from '../route.ts'
import { AuditPage } from './front/audit-page.tsx'
import { auditModel } from './models/audit-model.ts'
import type { PageContext } from './models/page-context.ts'

/** What pages of audits are made from. */
export interface AuditServices {
  readonly findAudit: AuditStore['find']
}

/** Where an audit of the portal is shown; its path without the language is `auditPath` of the use case. */
export const AUDIT_PAGE = '/:lang/cookies/audit/:audit/'

async function find({ findAudit }: AuditServices, { portal, params }: RequestContext): Promise<KeptAudit> {
  const found = await findAudit(portal.stored.id, params.audit ?? '')
  if (found === null) throw new VitrineError('uri_unknown')
  return found
}

export async function auditPage(
  services: AuditServices,
  ctx: PageContext,
  context: RequestContext,
): Promise<VNode> {
  const { name, audit } = await find(services, context)
  return <AuditPage ctx={ctx} model={auditModel(audit, `/cookies/audit/${name}/report.json`)} />
}

/** The public part of an audit, as it was kept. */
export const auditJsonRoute = (services: AuditServices): Route => ({
  name: 'web.audit_json',
  path: '/cookies/audit/:audit/report.json',
  surface: 'data',
  anyone: true,
  handle: async context => json((await find(services, context)).audit),
})
