import { type DatasetTab, datasetUrl, type TableParams } from '../urls.ts'
import type { ColumnHead, FieldView } from './dataset-model.ts'
import { type Chip, type CountedFacet, refinementChips } from './facet-group.ts'
import type { PageContext } from './page-context.ts'

/** Records on a page of the table. */
export const TABLE_PAGE_SIZE = 50

const NOT_SORTABLE = new Set(['geo_point_2d', 'geo_shape', 'json_blob', 'file'])

/** Sort of a state: a field and a direction; null when it names none of `fields`. */
export function tableSort(
  params: TableParams,
  fields: readonly { readonly name: string }[],
): { readonly field: string; readonly descending: boolean } | null {
  const descending = params.sort.startsWith('-')
  const name = descending ? params.sort.slice(1) : params.sort
  return fields.some(field => field.name === name) ? { field: name, descending } : null
}

/** Column headers: each link goes ascending, descending, then back to the natural order. */
export function columnHeads(
  ctx: PageContext,
  id: string,
  params: TableParams,
  fields: readonly FieldView[],
): readonly ColumnHead[] {
  const sort = tableSort(params, fields)
  return fields.map(field => {
    const sorted = sort?.field === field.name ? (sort.descending ? 'descending' : 'ascending') : 'none'
    const next = sorted === 'none' ? field.name : sorted === 'ascending' ? `-${field.name}` : ''
    const sortable = !NOT_SORTABLE.has(field.type) && !field.multivalued
    return {
      field,
      sorted,
      href: sortable ? datasetUrl(ctx.language, id, 'table', { ...params, sort: next, page: 1 }) : null,
    }
  })
}

/** Active filters of a dataset's tab, each with the page without it, and the page without any. */
export function filterChips(
  ctx: PageContext,
  filtered: {
    readonly id: string
    readonly tab: DatasetTab
    readonly params: TableParams
    readonly facets: readonly CountedFacet[]
  },
): { readonly chips: readonly Chip[]; readonly clearHref: string } {
  const { id, tab, params, facets } = filtered
  const href = (state: TableParams) => datasetUrl(ctx.language, id, tab, state)
  const chips: Chip[] = []
  if (params.q)
    chips.push({ about: ctx.t('search.text'), label: params.q, href: href({ ...params, q: '', page: 1 }) })
  if (params.where)
    chips.push({
      about: ctx.t('filter.where'),
      label: params.where,
      href: href({ ...params, where: '', page: 1 }),
    })
  return {
    chips: [...chips, ...refinementChips(facets, params, href)],
    clearHref: href({ ...params, q: '', where: '', refine: [], page: 1, all: '' }),
  }
}
