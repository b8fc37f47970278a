import type { ColumnHead, FieldView, Records } from '../models/dataset-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { Cell, isNumeric } from './cell.tsx'
import { Icon, type IconName } from './icon.tsx'
import { SaidText } from './said-text.tsx'

interface TableProps {
  readonly ctx: PageContext
  /** What the table is, for its region and its caption. */
  readonly label: string
  readonly records: Records
  /** Headers with sort links; plain headers when absent. */
  readonly columns?: readonly ColumnHead[]
}

/** Records in a region that scrolls by itself and can be reached by keyboard. */
export const Table = ({ ctx, label, records, columns }: TableProps) => (
  <section class="scroll" aria-label={label} tabindex={0}>
    <table>
      <caption class="hush">{label}</caption>
      <thead>
        <tr>
          {columns === undefined
            ? records.fields.map(field => <PlainHead ctx={ctx} field={field} />)
            : columns.map(column => <SortHead ctx={ctx} column={column} />)}
        </tr>
      </thead>
      <tbody>
        {records.rows.map(row => (
          <tr>
            {records.fields.map((field, index) => (
              <Cell ctx={ctx} field={field} value={row[index]} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const PlainHead = ({ ctx, field }: { ctx: PageContext; field: FieldView }) => (
  <th scope="col" class={isNumeric(field) ? 'n' : undefined}>
    <span>
      <SaidText ctx={ctx} of={field.label} />
    </span>
    <FieldKind ctx={ctx} field={field} />
  </th>
)

const SORT_ICONS = {
  ascending: 'arrow-up',
  descending: 'arrow-down',
  none: 'chevrons-up-down',
} as const satisfies Record<ColumnHead['sorted'], IconName>

const SortHead = ({ ctx, column }: { ctx: PageContext; column: ColumnHead }) => {
  const { field, sorted, href } = column
  if (href === null) return <PlainHead ctx={ctx} field={field} />
  return (
    <th scope="col" class={isNumeric(field) ? 'n' : undefined} aria-sort={sorted}>
      <a href={href} rel="nofollow">
        <SaidText ctx={ctx} of={field.label} />
        <Icon ctx={ctx} name={SORT_ICONS[sorted]} />
      </a>
      <FieldKind ctx={ctx} field={field} />
    </th>
  )
}

/** Type and unit in small letters under a header. */
const FieldKind = ({ ctx, field }: { ctx: PageContext; field: FieldView }) => (
  <small>
    {ctx.t(`type.${field.type}`)}
    {field.unit !== null && (
      <>
        {' · '}
        <bdi>{field.unit}</bdi>
      </>
    )}
  </small>
)
