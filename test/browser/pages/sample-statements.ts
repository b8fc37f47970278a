import { legalDocument } from '../../../src/core/legal/legal-document.ts'
import type { LegalText } from '../../../src/core/legal/templates.ts'
import type { PortalConfig } from '../../../src/core/portal/portal.ts'
import type { StatementVersion } from '../../../src/core/portal/statement.ts'
import { policyFacts } from '../../../src/core/privacy/policy/facts.ts'
import { policyDocument } from '../../../src/core/privacy/policy/write-document.ts'
import { entriesOf } from '../../../src/core/privacy/services/service-entries.ts'
import { servicesOf } from '../../../src/core/privacy/services/services-of.ts'
import { codeEntries } from '../../../src/http/cookies/registry.ts'
import type { PageContext } from '../../../src/http/web/models/page-context.ts'
import type { CookiesModel, LegalModel } from '../../../src/http/web/models/statement-models.ts'

const CONFIG: PortalConfig = {
  slug: 'exville',
  hosts: ['data.exville.example', 'opendata.exville.example'],
  title: { en: 'Exville Open Data' },
  description: { en: 'Data of Exville' },
  languages: ['en', 'fr', 'nl', 'de', 'ar'],
  brand: '#0b5d5e',
  legal: {
    name: 'City of Exville',
    address: '1 Town Hall Square, 10000 Exville',
    email: 'opendata@exville.example',
    country: 'FR',
    dataProtectionOfficer: 'dpo@exville.example',
  },
  services: { known: ['youtube', 'x', 'openstreetmap'] },
  texts: { 'cookies-before': { en: 'A word of the city **before** its policy.' } },
}

const ORIGIN = 'https://data.exville.example'
const PROVIDER = 'Vitrine Hosting'

/** A policy with everything that one can hold. */
export function sampleCookies(ctx: PageContext): CookiesModel {
  const facts = policyFacts({
    config: CONFIG,
    origin: ORIGIN,
    provider: PROVIDER,
    measurement: null,
    entries: [
      ...codeEntries({ config: CONFIG, provider: PROVIDER, naming: 'plain', secure: true }),
      ...entriesOf(servicesOf(CONFIG)),
    ],
  })
  return {
    document: policyDocument(facts, ctx.language),
    versions: VERSIONS,
    lastAudit: { date: '2026-11-21', pages: 214, differences: 0, report: '/cookies/audit/2026-11-21' },
    choiceHref: `/${ctx.language}/cookies/preferences/`,
  }
}

export const sampleLegal = (ctx: PageContext, statement: LegalText): LegalModel => ({
  document: legalDocument(statement, { config: CONFIG, origin: ORIGIN, provider: PROVIDER }, ctx.language),
  versions: VERSIONS.slice(1),
})

const VERSIONS: readonly StatementVersion[] = [
  {
    number: 2,
    name: '2026-11-21.1',
    at: '2026-11-21T08:00:00.000Z',
    hash: '',
    changes: [
      { what: 'added', entry: 'svc.youtube.request' },
      {
        what: 'changed',
        entry: 'session',
        member: 'lifetime',
        from: { type: 'session', idleSeconds: 14 * 86_400 },
        to: { type: 'session', idleSeconds: 7 * 86_400 },
      },
    ],
  },
  { number: 1, name: '2026-11-02.1', at: '2026-11-02T08:00:00.000Z', hash: '', changes: [{ what: 'first' }] },
]
