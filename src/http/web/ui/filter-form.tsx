import type { DatasetHead } from '../models/dataset-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { datasetUrl } from '../urls.ts'
import { HiddenParams } from './hidden-params.tsx'

interface FilterFormProps {
  readonly ctx: PageContext
  readonly head: DatasetHead
  readonly whereFault: string | null
}

/** Text search and a condition over the records: a plain form, refinements and order kept. */
export const FilterForm = ({ ctx, head, whereFault }: FilterFormProps) => {
  const { t } = ctx
  const { q, where, refine, sort } = head.params
  return (
    <search>
      <form class="filter" action={datasetUrl(ctx.language, head.id, 'table')} method="get">
        <label for="q">{t('filter.text')}</label>
        <input id="q" type="search" name="q" value={q} autocomplete="off" />
        <label for="where">{t('filter.where')}</label>
        <textarea
          id="where"
          class="mono"
          name="where"
          rows={2}
          dir="ltr"
          spellcheck={false}
          placeholder={t('filter.where.example')}
          aria-invalid={whereFault === null ? undefined : 'true'}
          aria-describedby={whereFault === null ? undefined : 'where-fault'}
        >
          {where}
        </textarea>
        {whereFault !== null && (
          <p class="fault" id="where-fault" dir="auto">
            {whereFault}
          </p>
        )}
        <HiddenParams params={{ refine, sort }} />
        <button class="button" type="submit">
          {t('filter.go')}
        </button>
      </form>
    </search>
  )
}
