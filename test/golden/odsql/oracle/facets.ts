import { isoDay, wallOf } from './calendar.ts'
import { contextOf, matching, type World } from './answer.ts'
import { type Context, isDay, isInstant, isList } from './expression.ts'
import { orderTexts } from './sorting.ts'
import { fold } from './text.ts'
import { type FacetItem, Open, type OracleField, type Question, type Row, type Value } from './tree.ts'

/** A value of a facet as the wire has it. */
export interface ExpectedValue {
  readonly name: string
  readonly count?: number
  readonly state: 'displayed' | 'refined' | 'excluded'
  readonly value: string
  readonly facets?: readonly ExpectedValue[]
}

export interface ExpectedFacet {
  readonly name: string
  readonly facets: readonly ExpectedValue[]
}

const isTree = ({ type, path }: OracleField): boolean => type === 'date' || type === 'datetime' || path !== undefined

/** The values of a record, each as the path of its levels. */
function pathsOf(value: Value, field: OracleField, { timezone }: Context): readonly (readonly string[])[] {
  if (value === null) return []
  if (isList(value)) return [...new Set(value)].map(item => [item])
  if (isDay(value)) return [isoDay(value.day).split('-')]
  if (isInstant(value)) return [isoDay(wallOf(value.instant, timezone)).split('-')]
  const text = String(value)
  return [field.path === undefined ? [text] : text.split(field.path)]
}

/** A refinement of a date without zeros or with dashes, as facets write it. */
function canonical(value: string, field: OracleField): string {
  const bare = /^".*"$/s.test(value) ? String(JSON.parse(value)) : value
  if (field.type === 'boolean') return bare.toLowerCase()
  if (field.type === 'int' || field.type === 'double') return String(Number(bare))
  if (field.type !== 'date' && field.type !== 'datetime') return bare
  return bare.split(/[-/]/).map(part => part.padStart(2, '0')).join('/')
}

/** What `/facets` answers. */
export function answerFacets(world: World, question: Question): readonly ExpectedFacet[] {
  const context = contextOf(world, question)
  return question.facets.map(item => {
    const field = context.fields.get(item.name)
    if (field === undefined) throw new Error(`no field ${item.name}`)
    const isDisjunctive = item.disjunctive ?? field.disjunctive ?? false
    const rows = matching(world, question, isDisjunctive ? item.name : null)
    return { name: item.name, facets: valuesOf(rows, { item, field, question, context }) }
  })
}

interface Asked {
  readonly item: FacetItem
  readonly field: OracleField
  readonly question: Question
  readonly context: Context
}

function valuesOf(rows: readonly Row[], asked: Asked): readonly ExpectedValue[] {
  const { item, field, question, context } = asked
  const said = (list: Question['refine']): readonly string[] =>
    [
    ...new Set(list.filter(({ name }) => name === item.name).map(({ value }) => canonical(value, field))),
  ]
  const [refined, excluded] = [said(question.refine), said(question.exclude)]
  const paths = rows.flatMap(row => pathsOf(row.get(item.name) ?? null, field, context))
  if (paths.length === 0) return []
  const isOpened = (value: string): boolean =>
    isTree(field) && refined.some(one => one === value || one.startsWith(`${value}/`))
  const isCounted = (value: string): boolean => paths.some(path => path.join('/') === value || path.join('/').startsWith(`${value}/`))
  const isShown = (value: string): boolean => {
    const parent = value.slice(0, Math.max(0, value.lastIndexOf('/')))
    return isCounted(value) && (!isTree(field) || parent === '' || (isOpened(parent) && isShown(parent)))
  }
  const parentOf = (value: string): string => (isTree(field) ? value.slice(0, Math.max(0, value.lastIndexOf('/'))) : '')
  /** What is excluded stays listed below its parent, where that is listed. */
  const left = (above: string): readonly ExpectedValue[] =>
    excluded
      .filter(value => !isShown(value) && parentOf(value) === above)
      .map((value): ExpectedValue => {
        const below = isTree(field) ? left(value) : []
        const name = above === '' ? value : value.slice(above.length + 1)
        return { name, state: 'excluded', value, ...(below.length === 0 ? {} : { facets: below }) }
      })
  const level = (above: readonly string[]): readonly ExpectedValue[] => {
    const below = paths.filter(path => above.every((part, i) => path[i] === part) && path.length > above.length)
    const counts = new Map<string, number>()
    for (const path of below) counts.set(path[above.length] ?? '', (counts.get(path[above.length] ?? '') ?? 0) + 1)
    const shown = [...counts].map(([name, count]): ExpectedValue => {
      const path = [...above, name]
      const value = path.join('/')
      const isOpen = isOpened(value)
      const children = isOpen ? level(path) : left(value)
      return {
        ...{ name, count, value, state: refined.includes(value) ? 'refined' : 'displayed' },
        ...(children.length === 0 ? {} : { facets: children }),
      }
    })
    const isNumeric = field.type === 'int' || field.type === 'double'
    const by = (a: ExpectedValue, b: ExpectedValue): number =>
      compare(a, b, item.sort ?? defaultSort(field)) || (isNumeric ? Number(a.name) - Number(b.name) : orderTexts(a.name, b.name))
    const sorted = shown.toSorted(by)
    const [last, next] = item.limit === undefined ? [] : [sorted[item.limit - 1], sorted[item.limit]]
    if (last !== undefined && next !== undefined && by(last, next) === 0)
      throw new Open('a limit between values that differ by case or accents')
    return [...sorted.slice(0, item.limit), ...left(above.join('/'))]
  }
  return level([])
}

const defaultSort = ({ type }: OracleField): NonNullable<FacetItem['sort']> =>
  type === 'date' || type === 'datetime' ? 'alphanum' : type === 'int' || type === 'double' ? 'num' : '-count'

function compare(a: ExpectedValue, b: ExpectedValue, sort: NonNullable<FacetItem['sort']>): number {
  switch (sort) {
    case 'count':
      return (a.count ?? 0) - (b.count ?? 0)
    case '-count':
      return (b.count ?? 0) - (a.count ?? 0)
    case 'alphanum':
      return orderTexts(a.name, b.name)
    case '-alphanum':
      return orderTexts(b.name, a.name)
    case 'num':
      return Number(a.name) - Number(b.name)
    case '-num':
      return Number(b.name) - Number(a.name)
  }
}

/** Neighbours that the sort cannot tell apart, in one order whatever came. */
export function inOneOrder(values: readonly ExpectedValue[], sort: FacetItem['sort']): readonly ExpectedValue[] {
  const isByName = sort === 'alphanum' || sort === '-alphanum'
  const of = ({ state, count, name }: ExpectedValue): string =>
    [state === 'excluded', isByName ? '' : count, fold(name)].join(' ')
  const ranks = new Map<string, number>()
  for (const [index, value] of values.entries()) if (!ranks.has(of(value))) ranks.set(of(value), index)
  return values
    .toSorted((a, b) => (ranks.get(of(a)) ?? 0) - (ranks.get(of(b)) ?? 0) || (a.value < b.value ? -1 : 1))
    .map(value => (value.facets === undefined ? value : { ...value, facets: inOneOrder(value.facets, sort) }))
}
