import type { DatasetHead, FieldView } from '../models/dataset-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { datasetUrl } from '../urls.ts'
import { HiddenParams } from './hidden-params.tsx'

interface FilterFormProps {
  readonly ctx: PageContext
  readonly head: DatasetHead
  readonly fields: readonly FieldView[]
  readonly whereFault: string | null
}

/** Text search and a condition over the records: a plain form, refinements and order kept. */
export const FilterForm = ({ ctx, head, fields, whereFault }: FilterFormProps) => {
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
          placeholder={conditionExample(fields)}
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

/** A condition on the dataset's own fields, in the query language. */
export function conditionExample(fields: readonly FieldView[]): string {
  const number = fields.find(field => (field.type === 'int' || field.type === 'double') && !field.id)
  if (number) return `${number.name} > 10`
  const text = fields.find(field => field.type === 'text')
  return text ? `${text.name} like "…"` : ''
}
