import { isMessageKey } from '../../../core/i18n/translate.ts'
import type { ErrorModel } from '../models/error-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { Layout } from '../ui/layout.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { exploreUrl, homeUrl, NO_CATALOG_PARAMS } from '../urls.ts'

/** A page that could not be given: what happened, what to do, a reference to quote. */
export const ErrorPage = ({ ctx, model }: { ctx: PageContext; model: ErrorModel }) => {
  const { t } = ctx
  const title = model.title ?? statusText(ctx, model.status, 'title')
  return (
    <Layout ctx={ctx} title={title} hidden>
      <div class="shell narrow error">
        <p class="status" aria-hidden="true">
          {model.status}
        </p>
        <h1>{title}</h1>
        <p class="lead">{model.message ?? statusText(ctx, model.status, 'text')}</p>
        {model.contact !== null && (
          <p>
            <a href={`mailto:${model.contact}`}>{model.contact}</a>
          </p>
        )}
        {model.moved !== null && (
          <p>
            {t('error-page.moved')} <a href={model.moved.href}>{model.moved.label}</a>
          </p>
        )}
        {model.status === 404 && <SearchBox ctx={ctx} params={{ ...NO_CATALOG_PARAMS, q: model.search }} />}
        {model.status !== 401 && (
          <p class="inline-links">
            <a href={homeUrl(ctx.language)}>{t('error-page.home')}</a>
            <a href={exploreUrl(ctx.language)}>{t('nav.catalog')}</a>
          </p>
        )}
        {model.requestId !== null && (
          <p class="small muted">
            {t('error-page.reference')} <code dir="ltr">{model.requestId}</code>
          </p>
        )}
      </div>
    </Layout>
  )
}

/** The sentence of a status, or that of its family. */
export function statusText(ctx: Pick<PageContext, 't'>, status: number, part: 'title' | 'text'): string {
  const key = `status.${status}.${part}`
  if (isMessageKey(key)) return ctx.t(key)
  return ctx.t(status < 500 ? `status.400.${part}` : `status.500.${part}`)
}
