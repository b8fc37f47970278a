import type { DatasetTableModel } from '../models/dataset-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { datasetUrl } from '../urls.ts'
import { HiddenParams } from './hidden-params.tsx'
import { Icon } from './icon.tsx'

interface FilterFormProps {
  readonly ctx: PageContext
  readonly model: DatasetTableModel
}

/** Text search and a condition over the records: a plain form, refinements and order kept. */
export const FilterForm = ({ ctx, model }: FilterFormProps) => {
  const { t } = ctx
  const { id, params } = model.head
  return (
    <search>
      <form class="filter" action={datasetUrl(ctx.language, id, 'table')} method="get">
        <label for="q">{t('filter.text')}</label>
        <input id="q" type="search" name="q" value={params.q} autocomplete="off" />
        <details class="condition" open={model.where !== ''}>
          <summary>
            {t('filter.write')}
            <Icon ctx={ctx} name="chevron-down" />
          </summary>
          <Condition ctx={ctx} model={model} />
        </details>
        <HiddenParams params={{ refine: params.refine, sort: params.sort }} />
        <button class="button" type="submit">
          {t('filter.go')}
        </button>
      </form>
    </search>
  )
}

const Condition = ({ ctx, model }: FilterFormProps) => {
  const { where, fault, examples } = model
  return (
    <>
      <label class="hush" for="where">
        {ctx.t('filter.where')}
      </label>
      <textarea
        id="where"
        class="mono"
        name="where"
        rows={2}
        dir="ltr"
        spellcheck={false}
        aria-invalid={fault === null ? undefined : 'true'}
        aria-describedby={fault === null ? undefined : 'fault'}
      >
        {where}
      </textarea>
      {examples.length > 0 && (
        <div class="examples">
          <p>{ctx.t('filter.examples')}</p>
          <ul>
            {examples.map(({ text, href }) => (
              <li>
                <a href={href} rel="nofollow">
                  <code dir="ltr">{text}</code>
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
