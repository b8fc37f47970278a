import { apiSnippets } from '../api-snippets.ts'
import type { DatasetApiModel } from '../models/dataset-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { Chips } from '../ui/chips.tsx'
import { DatasetFrame } from '../ui/dataset-frame.tsx'
import { Notice } from '../ui/notice.tsx'
import { Snippet } from '../ui/snippet.tsx'
import { apiPageUrl, datasetUrl } from '../urls.ts'

/** `/{lang}/explore/dataset/{id}/api/`: the exact request for the active filter, in three languages. */
export const DatasetApiPage = ({ ctx, model }: { ctx: PageContext; model: DatasetApiModel }) => {
  const { t } = ctx
  const { head } = model
  return (
    <DatasetFrame ctx={ctx} head={head} tab="api">
      <div class="shell narrow stack">
        <div class="results-head">
          <h2>{t('api.request')}</h2>
          <p class="muted">{t(model.chips.length > 0 ? 'api.filtered' : 'api.all')}</p>
          <Chips ctx={ctx} chips={model.chips} clearHref={model.clearHref} />
        </div>
        {model.fault !== null && <Notice ctx={ctx}>{model.fault}</Notice>}
        <Snippet ctx={ctx} label={t('api.request')} text={model.request} />
        <p class="inline-links">
          <a href={model.request}>{t('api.open')}</a>
          <a href={datasetUrl(ctx.language, head.id, 'table', head.params)}>{t('api.change-filter')}</a>
          <a href={apiPageUrl(ctx.language)}>{t('api.reference')}</a>
          {model.openApiHref !== '' && <a href={model.openApiHref}>OpenAPI</a>}
        </p>
        {apiSnippets(model.request).map(({ label, text }) => (
          <section>
            <h3>{label}</h3>
            <Snippet ctx={ctx} label={label} text={text} />
          </section>
        ))}
        {model.answer !== null && (
          <section>
            <h3>{t('api.answer')}</h3>
            <Snippet ctx={ctx} label={t('api.answer')} text={model.answer} />
          </section>
        )}
      </div>
    </DatasetFrame>
  )
}
