import { isBareName } from '../../../core/odsql/expression.ts'
import { consoleHref } from '../console-query.ts'
import type { FieldView } from './dataset-model.ts'
import type { PageContext } from './page-context.ts'

const MOST = 4

const named = (name: string): string => (isBareName(name) ? name : `\`${name}\``)

interface Example {
  readonly label: string
  readonly query: Readonly<Record<string, string>>
}

/** Questions that this dataset can answer, made from its own fields: counts, averages, the greatest, the latest. */
export function consoleExamples(
  ctx: Pick<PageContext, 't'>,
  fields: readonly FieldView[],
): readonly Example[] {
  const { t } = ctx
  const said = (field: FieldView): string => field.label.text
  const category =
    fields.find(field => field.type === 'text' && !field.id && field.facet) ??
    fields.find(field => field.type === 'text' && !field.id)
  const number = fields.find(field => (field.type === 'double' || field.type === 'int') && !field.id)
  const date = fields.find(field => field.type === 'date' || field.type === 'datetime')
  const examples: Example[] = []
  if (category !== undefined)
    examples.push({
      label: t('console.example.count', { field: said(category) }),
      query: { select: 'count(*) as n', group_by: named(category.name), order_by: 'n desc' },
    })
  if (category !== undefined && number !== undefined)
    examples.push({
      label: t('console.example.average', { number: said(number), field: said(category) }),
      query: {
        select: `avg(${named(number.name)}) as average, count(*) as n`,
        ...{ group_by: named(category.name), order_by: 'average desc' },
      },
    })
  if (number !== undefined)
    examples.push({
      label: t('console.example.greatest', { number: said(number) }),
      query: {
        where: `${named(number.name)} is not null`,
        order_by: `${named(number.name)} desc`,
        limit: '5',
      },
    })
  if (date !== undefined)
    examples.push(
      {
        label: t('console.example.yearly', { date: said(date) }),
        query: { select: 'count(*) as n', group_by: `year(${named(date.name)}) as year` },
      },
      {
        label: t('console.example.latest', { date: said(date) }),
        query: { order_by: `${named(date.name)} desc`, limit: '5' },
      },
    )
  return examples.slice(0, MOST)
}

/** The same as links to the console's page. */
export const exampleLinks = (
  ctx: Pick<PageContext, 't'>,
  action: string,
  fields: readonly FieldView[],
): readonly { readonly label: string; readonly href: string }[] =>
  consoleExamples(ctx, fields).map(({ label, query }) => ({ label, href: consoleHref(action, query) }))
