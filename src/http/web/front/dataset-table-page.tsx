import type { DatasetTableModel } from '../models/dataset-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { Chips } from '../ui/chips.tsx'
import { DatasetFrame } from '../ui/dataset-frame.tsx'
import { Empty } from '../ui/empty.tsx'
import { Facets } from '../ui/facets.tsx'
import { FilterForm } from '../ui/filter-form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Pages } from '../ui/pages.tsx'
import { Table } from '../ui/table.tsx'

interface TableProps {
  readonly ctx: PageContext
  readonly model: DatasetTableModel
}

/** `/{lang}/explore/dataset/{id}/table/`: the records, filtered, sorted, a page at a time. */
export const DatasetTablePage = ({ ctx, model }: TableProps) => (
  <DatasetFrame ctx={ctx} head={model.head} tab="table">
    <div class="shell split wide">
      <aside aria-label={ctx.t('filters.label')}>
        <FilterForm ctx={ctx} model={model} />
        {model.facets.length > 0 && (
          <Facets ctx={ctx} facets={model.facets} active={model.head.params.refine.length} level={2} />
        )}
      </aside>
      <TableResults ctx={ctx} model={model} />
    </div>
  </DatasetFrame>
)

const TableResults = ({ ctx, model }: TableProps) => (
  <section aria-labelledby="results">
    <div class="results-head">
      <h2 id="results">
        {model.total === model.head.records
          ? ctx.t('count.records', { count: model.total })
          : ctx.t('table.of', { count: model.total, total: model.head.records })}
      </h2>
      <Chips ctx={ctx} chips={model.chips} clearHref={model.clearHref} />
    </div>
    {model.fault !== null && (
      <Notice ctx={ctx} id="fault">
        {model.fault}
      </Notice>
    )}
    {model.records.rows.length === 0 ? (
      <NoRecords ctx={ctx} model={model} />
    ) : (
      <div class="panel">
        <Table ctx={ctx} label={ctx.t('tab.table')} records={model.records} columns={model.columns} />
      </div>
    )}
    {model.reach !== null && <Notice ctx={ctx}>{ctx.t('table.reach', { count: model.reach })}</Notice>}
    <Pages ctx={ctx} pager={model.pager} />
  </section>
)

const NoRecords = ({ ctx, model }: TableProps) => (
  <Empty title={ctx.t('table.no-records')}>
    {model.chips.length > 0 && (
      <ul>
        {model.chips.map(chip => (
          <li>
            <a href={chip.href}>
              {ctx.t('catalog.nothing.without', { about: chip.about, value: chip.label })}
            </a>
          </li>
        ))}
        <li>
          <a href={model.clearHref}>{ctx.t('filters.clear')}</a>
        </li>
      </ul>
    )}
  </Empty>
)
