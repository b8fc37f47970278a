import type { DatasetHead } from '../models/dataset-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { type DatasetTab, datasetUrl } from '../urls.ts'
import { Icon, type IconName } from './icon.tsx'

export const TAB_ICONS: Readonly<Record<DatasetTab, IconName>> = {
  overview: 'info',
  table: 'table-2',
  export: 'download',
  api: 'code-xml',
}

/** The pages of a dataset as links; the active filter goes along. */
export const Tabs = ({ ctx, head, tab }: { ctx: PageContext; head: DatasetHead; tab: DatasetTab }) => {
  const { q, where, refine } = head.params
  return (
    <nav class="tabs" aria-label={ctx.t('tabs.label')}>
      <div class="shell">
        {head.tabs.map(name => (
          <a
            href={datasetUrl(ctx.language, head.id, name, { q, where, refine })}
            aria-current={name === tab ? 'page' : undefined}
          >
            <Icon ctx={ctx} name={TAB_ICONS[name]} />
            {ctx.t(`tab.${name}`)}
          </a>
        ))}
      </div>
    </nav>
  )
}
