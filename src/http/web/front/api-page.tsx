import type { ApiModel } from '../models/api-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { Layout } from '../ui/layout.tsx'
import { Snippet } from '../ui/snippet.tsx'
import { API_ROOT } from '../urls.ts'

const ENDPOINTS = [
  { path: '/catalog/datasets', key: 'api-page.datasets' },
  { path: '/catalog/facets', key: 'api-page.catalog-facets' },
  { path: '/catalog/datasets/{id}', key: 'api-page.dataset' },
  { path: '/catalog/datasets/{id}/records', key: 'api-page.records' },
  { path: '/catalog/datasets/{id}/facets', key: 'api-page.facets' },
  { path: '/catalog/datasets/{id}/exports/{format}', key: 'api-page.exports' },
] as const

const PARAMETERS = [
  { names: ['where'], example: 'name like "par"', key: 'api-page.where' },
  { names: ['select'], example: 'count(*) as n', key: 'api-page.select' },
  { names: ['group_by'], example: 'country', key: 'api-page.group-by' },
  { names: ['order_by'], example: 'name desc', key: 'api-page.order-by' },
  { names: ['limit', 'offset'], example: '20', key: 'api-page.limit' },
  { names: ['refine', 'exclude'], example: 'country:France', key: 'api-page.refine' },
  { names: ['lang', 'timezone'], example: 'Europe/Paris', key: 'api-page.lang' },
] as const

/** `/{lang}/api/`: where the API is, what it answers, one request to try. */
export const ApiPage = ({ ctx, model }: { ctx: PageContext; model: ApiModel }) => {
  const { t } = ctx
  const example = `${ctx.origin}${API_ROOT}/catalog/datasets${
    model.exampleDataset === null ? '' : `/${encodeURIComponent(model.exampleDataset)}/records`
  }?limit=5`
  return (
    <Layout ctx={ctx} title={t('nav.api')} description={t('api-page.lead')}>
      <div class="shell narrow stack page">
        <div>
          <h1>{t('nav.api')}</h1>
          <p class="lead">{t('api-page.lead')}</p>
        </div>
        <section>
          <h2>{t('api-page.try')}</h2>
          <Snippet ctx={ctx} label={t('api-page.try')} text={example} />
          <p class="inline-links">
            <a href={example}>{t('api.open')}</a>
            {model.openApiHref !== '' && <a href={model.openApiHref}>OpenAPI</a>}
          </p>
        </section>
        <section>
          <h2>{t('api-page.endpoints')}</h2>
          <dl class="facts-list endpoints">
            {ENDPOINTS.map(({ path, key }) => (
              <div>
                <dt>
                  <Endpoint path={path} />
                </dt>
                <dd>{t(key)}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h2>{t('api-page.parameters')}</h2>
          <dl class="facts-list endpoints">
            {PARAMETERS.map(({ names, example, key }) => (
              <div>
                <dt>
                  <code dir="ltr">
                    {names.join(', ')} <span class="muted">{example}</span>
                  </code>
                </dt>
                <dd>{t(key)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Layout>
  )
}

/** An address as it stands; a link where it has no hole. */
const Endpoint = ({ path }: { path: string }) => {
  const address = `${API_ROOT}${path}`
  const code = <code dir="ltr">{address}</code>
  return path.includes('{') ? code : <a href={address}>{code}</a>
}
