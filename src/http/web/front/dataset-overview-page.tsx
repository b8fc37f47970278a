import { datasetJsonLd } from '../dataset-json-ld.ts'
import type { DatasetOverviewModel } from '../models/dataset-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { DatasetAbout } from '../ui/dataset-about.tsx'
import { DatasetFrame } from '../ui/dataset-frame.tsx'
import { Notice } from '../ui/notice.tsx'
import { Raw } from '../ui/raw.tsx'
import { Schema } from '../ui/schema.tsx'
import { Table } from '../ui/table.tsx'
import { datasetUrl } from '../urls.ts'

interface OverviewProps {
  readonly ctx: PageContext
  readonly model: DatasetOverviewModel
}

/** `/{lang}/explore/dataset/{id}/`: what the dataset is. */
export const DatasetOverviewPage = ({ ctx, model }: OverviewProps) => (
  <DatasetFrame ctx={ctx} head={model.head} tab="overview" jsonLd={datasetJsonLd(ctx, model)}>
    <div class="shell with-aside">
      <div class="stack">
        {model.head.quarantined > 0 && (
          <Notice ctx={ctx}>{ctx.t('dataset.quarantined', { count: model.head.quarantined })}</Notice>
        )}
        {model.description === null ? (
          <p class="muted">{ctx.t('dataset.no-description')}</p>
        ) : (
          <section>
            <h2 class="hush">{ctx.t('schema.description')}</h2>
            <Raw html={model.description.html} lang={model.description.lang || undefined} />
          </section>
        )}
        <FirstRecords ctx={ctx} model={model} />
        <section class="panel">
          <div class="panel-head">
            <h2>{ctx.t('dataset.schema')}</h2>
            <span>{ctx.t('count.columns', { count: model.fields.length })}</span>
          </div>
          <Schema ctx={ctx} fields={model.fields} />
        </section>
      </div>
      <DatasetAbout ctx={ctx} model={model} />
    </div>
  </DatasetFrame>
)

const FirstRecords = ({ ctx, model }: OverviewProps) => {
  const { head, sample } = model
  if (!head.tabs.includes('table')) return <Notice ctx={ctx}>{ctx.t('dataset.reserved')}</Notice>
  if (sample.rows.length === 0) return <p class="muted">{ctx.t('table.no-records')}</p>
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{ctx.t('dataset.first-records')}</h2>
        <span>{ctx.t('dataset.first-of', { shown: sample.rows.length, total: head.records })}</span>
        <a href={datasetUrl(ctx.language, head.id, 'table')}>{ctx.t('dataset.open-table')}</a>
      </div>
      <Table ctx={ctx} label={ctx.t('dataset.first-records')} records={sample} />
    </section>
  )
}
