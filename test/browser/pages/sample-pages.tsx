import type { VNode } from 'preact'
import { publicAudit } from '../../../src/core/audit/public-audit.ts'
import { CLEAN_REPORT, DIFFERING_REPORT } from '../../../src/core/audit/testing/clean-report.ts'
import type { Assets } from '../../../src/http/web/assets.ts'
import { ApiPage } from '../../../src/http/web/front/api-page.tsx'
import { AuditPage } from '../../../src/http/web/front/audit-page.tsx'
import { BareErrorPage } from '../../../src/http/web/front/bare-error-page.tsx'
import { CatalogPage } from '../../../src/http/web/front/catalog-page.tsx'
import { CookiesPage } from '../../../src/http/web/front/cookies-page.tsx'
import { DatasetApiPage } from '../../../src/http/web/front/dataset-api-page.tsx'
import { DatasetExportPage } from '../../../src/http/web/front/dataset-export-page.tsx'
import { DatasetOverviewPage } from '../../../src/http/web/front/dataset-overview-page.tsx'
import { DatasetTablePage } from '../../../src/http/web/front/dataset-table-page.tsx'
import { ErrorPage } from '../../../src/http/web/front/error-page.tsx'
import { HomePage } from '../../../src/http/web/front/home-page.tsx'
import { LegalPage } from '../../../src/http/web/front/legal-page.tsx'
import { PortalsPage } from '../../../src/http/web/front/portals-page.tsx'
import { apiReference } from '../../../src/http/web/load-api.ts'
import { auditModel } from '../../../src/http/web/models/audit-model.ts'
import { type PageContext, pageContext, type Section } from '../../../src/http/web/models/page-context.ts'
import { themeHref } from '../../../src/http/web/theme.ts'
import { NO_CATALOG_PARAMS } from '../../../src/http/web/urls.ts'
import { emptyCatalog, sampleCatalog, sampleHome } from './sample-catalog.ts'
import {
  FILTERED,
  sampleApi,
  sampleExport,
  sampleOverview,
  sampleRefused,
  sampleTable,
} from './sample-dataset.ts'
import { sampleCookies, sampleLegal } from './sample-statements.ts'

export const BRAND = '#0b5d5e'

export const sampleContext = (
  language: string,
  assets: Assets,
  more: { readonly path?: string; readonly section?: Section; readonly origin?: string } = {},
): PageContext =>
  pageContext({
    portal: {
      slug: 'exville',
      title: { text: 'Exville Open Data', lang: 'en' },
      theme: themeHref(BRAND),
      logo: null,
      languages: ['en', 'fr', 'nl', 'de', 'ar'],
      remembersLanguage: true,
      footer: [],
      consent: null,
    },
    language,
    origin: more.origin ?? 'https://data.exville.example',
    path: more.path ?? `/${language}/`,
    search: '',
    section: more.section ?? 'explore',
    assets,
  })

const PORTALS = [
  { slug: 'exville', title: { text: 'Exville Open Data', lang: 'en' }, datasets: 1234 },
  { slug: 'region', title: { text: 'Données de la région', lang: 'fr' }, datasets: 8 },
]

/** A page of each kind and state, by name. */
export const SAMPLE_PAGES: Readonly<Record<string, (ctx: PageContext) => VNode>> = {
  home: ctx => <HomePage ctx={ctx} model={sampleHome(ctx)} />,
  'home-empty': ctx => (
    <HomePage
      ctx={ctx}
      model={{
        ...sampleHome(ctx),
        totals: { datasets: 0, publishers: 0 },
        themes: [],
        latest: [],
        publishers: [],
      }}
    />
  ),
  catalog: ctx => <CatalogPage ctx={ctx} model={sampleCatalog(ctx)} />,
  'catalog-filtered': ctx => (
    <CatalogPage
      ctx={ctx}
      model={sampleCatalog(ctx, {
        ...NO_CATALOG_PARAMS,
        q: 'bus',
        refine: [
          { facet: 'theme', value: 'Culture' },
          { facet: 'publisher', value: 'Region' },
        ],
        page: 4,
      })}
    />
  ),
  'catalog-nothing': ctx => <CatalogPage ctx={ctx} model={emptyCatalog(ctx)} />,
  overview: ctx => <DatasetOverviewPage ctx={ctx} model={sampleOverview(ctx)} />,
  table: ctx => <DatasetTablePage ctx={ctx} model={sampleTable(ctx)} />,
  'table-filtered': ctx => <DatasetTablePage ctx={ctx} model={sampleTable(ctx, FILTERED)} />,
  export: ctx => <DatasetExportPage ctx={ctx} model={sampleExport(ctx, FILTERED)} />,
  api: ctx => <DatasetApiPage ctx={ctx} model={sampleApi(ctx, FILTERED)} />,
  'api-refused': ctx => <DatasetApiPage ctx={ctx} model={sampleRefused(ctx)} />,
  'api-reference': ctx => (
    <ApiPage
      ctx={ctx}
      model={{
        ...apiReference(ctx.t),
        example: {
          ...{
            title: 'Trees',
            request: `${ctx.origin}/api/explore/v2.1/catalog/datasets/trees/records?limit=5`,
          },
          links: sampleApi(ctx).examples,
        },
      }}
    />
  ),
  legal: ctx => <LegalPage ctx={ctx} model={sampleLegal(ctx, 'legal')} />,
  privacy: ctx => <LegalPage ctx={ctx} model={sampleLegal(ctx, 'privacy')} />,
  cookies: ctx => <CookiesPage ctx={ctx} model={sampleCookies(ctx)} />,
  audit: ctx => <AuditPage ctx={ctx} model={auditModel(publicAudit(CLEAN_REPORT), '/report.json')} />,
  'audit-differing': ctx => (
    <AuditPage ctx={ctx} model={auditModel(publicAudit(DIFFERING_REPORT), '/report.json')} />
  ),
  'not-found': ctx => (
    <ErrorPage
      ctx={ctx}
      model={{
        status: 404,
        message: null,
        contact: null,
        requestId: 'r-7f3a21',
        search: 'bike counters',
        moved: null,
      }}
    />
  ),
  unavailable: ctx => (
    <ErrorPage
      ctx={ctx}
      model={{ status: 503, message: null, contact: null, requestId: 'r-7f3a22', search: '', moved: null }}
    />
  ),
  'unknown-host': ctx => <BareErrorPage status={421} language={ctx.language} requestId="r-7f3a23" />,
  portals: ctx => (
    <PortalsPage
      model={{
        language: ctx.language,
        assets: ctx.assets,
        theme: ctx.portal.theme,
        portals: PORTALS.map(portal => ({
          ...portal,
          href: `http://${portal.slug}.localhost:8080/`,
          hosts: [`${portal.slug}.localhost`],
          languages: ['en', 'fr'],
        })),
      }}
    />
  ),
}
