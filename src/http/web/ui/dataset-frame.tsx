import type { ComponentChildren } from 'preact'
import type { DatasetHead } from '../models/dataset-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { type DatasetTab, datasetUrl, exploreUrl } from '../urls.ts'
import { Breadcrumb } from './breadcrumb.tsx'
import { Freshness } from './freshness.tsx'
import { Icon } from './icon.tsx'
import { Layout } from './layout.tsx'
import { SaidText } from './said-text.tsx'
import { Tabs } from './tabs.tsx'

interface FrameProps {
  readonly ctx: PageContext
  readonly head: DatasetHead
  readonly tab: DatasetTab
  readonly jsonLd?: object
  readonly children: ComponentChildren
}

/** What all pages of a dataset share: where it stands, its name and state, the downloads, the tabs. */
export const DatasetFrame = ({ ctx, head, tab, jsonLd, children }: FrameProps) => {
  const { t, language } = ctx
  const name = head.title.text
  const filtered = head.params.q !== '' || head.params.where !== '' || head.params.refine.length > 0
  return (
    <Layout
      ctx={ctx}
      title={tab === 'overview' ? name : `${t(`tab.${tab}`)} · ${name}`}
      description={head.summary.text}
      hidden={filtered || head.params.page > 1}
      jsonLd={jsonLd}
    >
      <div class="shell dataset-head">
        <Breadcrumb
          ctx={ctx}
          links={[
            { label: t('nav.catalog'), href: exploreUrl(language) },
            ...(head.theme ? [head.theme] : []),
          ]}
        />
        <h1>
          <SaidText ctx={ctx} of={head.title} />
        </h1>
        <Strip ctx={ctx} head={head} />
        <div class="actions">
          {head.download !== null && (
            <a class="button main" href={head.download.href} download>
              <Icon ctx={ctx} name="download" />
              {t(filtered ? 'dataset.download-filtered' : 'dataset.download', {
                format: head.download.label,
              })}
              {head.download.bytes !== null && <small>{ctx.formats.bytes(head.download.bytes)}</small>}
            </a>
          )}
          {head.tabs.includes('api') && (
            <a
              class="button"
              href={datasetUrl(language, head.id, 'api', { ...head.params, page: 1, sort: '' })}
            >
              <Icon ctx={ctx} name="code-xml" />
              {t('dataset.use-api')}
            </a>
          )}
        </div>
      </div>
      <Tabs ctx={ctx} head={head} tab={tab} />
      {children}
    </Layout>
  )
}

const Strip = ({ ctx, head }: { ctx: PageContext; head: DatasetHead }) => {
  const { t, formats } = ctx
  return (
    <p class="strip">
      <span>
        <Freshness ctx={ctx} state={head.freshness} />
        {head.updatedAt === null
          ? t(`freshness.${head.freshness}`)
          : t('dataset.updated', { date: formats.date(head.updatedAt) })}
        {head.freshness === 'late' && <span class="late"> · {t('freshness.late')}</span>}
      </span>
      {head.publisher !== null && <bdi>{head.publisher.label}</bdi>}
      <span>
        <Icon ctx={ctx} name="rows-3" />
        {t('count.records', { count: head.records })}
      </span>
      {head.license !== null && <bdi>{head.license.label}</bdi>}
    </p>
  )
}
