import type { Question } from './tree.ts'

/** What the questions must have asked about, each often enough. */
export const SUBJECTS = [
  ...['and', 'or', 'not', 'comma', 'in (', 'not in (', 'literal in field', 'in [..]', 'in [to]', ':[to]', 'open end'],
  ...['compare =', 'compare !=', 'compare <>', 'compare <', 'compare <=', 'compare >', 'compare >=', 'compare :'],
  ...['like', 'not like', 'is null', 'is not null', 'is true', 'is not true', 'is false', 'is not false', 'boolean field'],
  ...['full text', 'search', 'suggest', 'startswith', 'within_distance', 'distance in where', 'in_bbox', 'bbox'],
  ...['intersects', 'disjoint', 'within', 'polygon', 'geometry', 'geometry with a mode', 'WKT', 'GeoJSON', 'shapes'],
  ...['date literal', 'now', '+', '-', '*', '/', 'unary minus', 'length', 'lower', 'upper', 'ifnull', 'date_format'],
  ...['year', 'month', 'day', 'hour', 'minute', 'second', 'distance', 'count', 'distinct', 'sum', 'avg', 'min', 'max'],
  ...['median', 'percentile', 'range width', 'range interval', 'range bounds', 'group_by', 'several groups'],
  ...['aggregates without group_by', 'select *', 'include', 'exclude fields', 'label', 'order_by', 'several orders'],
  ...['desc', '-field', 'order by label', 'order by aggregate', 'limit', 'offset', 'refine', 'exclude', 'several refinements'],
  ...['facet', 'facet disjunctive', 'facet sort', 'facet limit', 'timezone', 'lang', 'multivalued', 'path', 'int64'],
] as const
export type Subject = (typeof SUBJECTS)[number]

type Node = Readonly<Record<string, unknown>>

const BY_KIND: Readonly<Record<string, (node: Node) => readonly (Subject | false)[]>> = {
  and: ({ comma }) => [comma === true ? 'comma' : 'and'],
  or: () => ['or'],
  not: () => ['not'],
  in: ({ isNot }) => [isNot === true ? 'not in (' : 'in ('],
  element: () => ['literal in field'],
  between: ({ spelt, lowOpen, low, high }) => [
    spelt === '..' ? 'in [..]' : spelt === 'to' ? 'in [to]' : ':[to]',
    (lowOpen === true || low === '*' || high === '*') && 'open end',
  ],
  compare: ({ op }) => [`compare ${op}` as Subject],
  like: ({ isNot }) => [isNot === true ? 'not like' : 'like'],
  is: ({ what, isNot }) => [`is ${isNot === true ? 'not ' : ''}${what}` as Subject],
  truth: () => ['boolean field'],
  fulltext: () => ['full text'],
  match: ({ fn }) => [fn as Subject],
  circle: ({ fn }) => [fn === 'distance' ? 'distance in where' : 'within_distance'],
  box: ({ fn }) => [fn as Subject],
  shape: ({ fn, mode, wkt, field }) => [
    mode === undefined ? (fn as Subject) : 'geometry with a mode',
    wkt === true ? 'WKT' : 'GeoJSON',
    field === 'area' && 'shapes',
  ],
  date: () => ['date literal'],
  now: () => ['now'],
  arithmetic: ({ op }) => [op as Subject],
  minus: () => ['unary minus'],
  call: ({ fn }) => [fn as Subject],
  distance: () => ['distance'],
  aggregate: ({ fn }) => [fn as Subject],
  range: ({ spec }) => [`range ${(spec as Node)['kind']}` as Subject],
  include: () => ['include'],
  exclude: () => ['exclude fields'],
  field: ({ name }) => [name === 'tags' && 'multivalued', name === 'path' && 'path', name === 'big' && 'int64'],
}

function walk(node: unknown, found: Set<Subject>): void {
  if (typeof node !== 'object' || node === null) return
  const kind: unknown = Reflect.get(node, 'kind')
  for (const subject of typeof kind === 'string' ? (BY_KIND[kind]?.(node as Node) ?? []) : [])
    if (subject !== false) found.add(subject)
  for (const inner of Object.values(node)) walk(inner, found)
}

/** What a question asks about. */
export function subjectsOf(question: Question): ReadonlySet<Subject> {
  const { where, select, groupBy, orderBy, refine, exclude, facets } = question
  const found = new Set<Subject>()
  for (const part of [where, select, groupBy, orderBy]) walk(part, found)
  const by = (condition: boolean, subject: Subject): unknown => condition && found.add(subject)
  by(groupBy.length > 0, 'group_by')
  by(groupBy.length > 1, 'several groups')
  by(groupBy.length === 0 && JSON.stringify(select).includes('"aggregate"'), 'aggregates without group_by')
  by(select.some(({ of }) => of === '*'), 'select *')
  by(select.some(({ as }) => as !== undefined), 'label')
  by(orderBy.length > 0, 'order_by')
  by(orderBy.length > 1, 'several orders')
  by(orderBy.some(({ descending, minus }) => descending && minus !== true), 'desc')
  by(orderBy.some(({ descending, minus }) => descending && minus === true), '-field')
  by(orderBy.some(({ of }) => of.kind === 'label'), 'order by label')
  by(JSON.stringify(orderBy).includes('"aggregate"'), 'order by aggregate')
  by(question.limit < 100, 'limit')
  by(question.offset > 0, 'offset')
  by(refine.length > 0, 'refine')
  by(exclude.length > 0, 'exclude')
  by(refine.length > 1, 'several refinements')
  by(facets.length > 0, 'facet')
  by(facets.some(({ disjunctive }) => disjunctive !== undefined), 'facet disjunctive')
  by(facets.some(({ sort }) => sort !== undefined), 'facet sort')
  by(facets.some(({ limit }) => limit !== undefined), 'facet limit')
  by(question.timezone !== 'UTC', 'timezone')
  by(question.language !== 'en', 'lang')
  return found
}

/** Counts what was asked, and how telling the answers were. */
export class Coverage {
  readonly counts = new Map<Subject, number>(SUBJECTS.map(subject => [subject, 0]))
  questions = 0
  telling = 0
  open = 0

  add(question: Question, { isOpen, isTelling }: { readonly isOpen: boolean; readonly isTelling: boolean }): void {
    if (isOpen) {
      this.open++
      return
    }
    this.questions++
    if (isTelling) this.telling++
    for (const subject of subjectsOf(question)) this.counts.set(subject, (this.counts.get(subject) ?? 0) + 1)
  }

  /** Subjects asked about less often than that. */
  rare(least: number): readonly string[] {
    return [...this.counts].filter(([, count]) => count < least).map(([subject, count]) => `${subject}: ${count}`)
  }

  report(): string {
    const share = ((100 * this.telling) / Math.max(1, this.questions)).toFixed(1)
    const lines = [...this.counts].map(([subject, count]) => `${subject}: ${count}`)
    return [
      `${this.questions} questions, ${share} % of the answers neither nothing nor everything; ${this.open} left open by the reference`,
      ...Array.from({ length: Math.ceil(lines.length / 6) }, (_, i) => lines.slice(i * 6, i * 6 + 6).join(' | ')),
    ].join('\n')
  }
}
