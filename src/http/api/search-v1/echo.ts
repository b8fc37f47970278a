import type { ByField, SearchParams } from './params.ts'

type Echoed = string | number | boolean | readonly string[] | { readonly [name: string]: Echoed }

const single = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 ? (values[0] ?? '') : values

const byField = (values: ByField): Readonly<Record<string, Echoed>> =>
  Object.fromEntries([...values].map(([field, wanted]) => [field, single(wanted)]))

const some = (name: string, values: ByField): Readonly<Record<string, Echoed>> =>
  values.size === 0 ? {} : { [name]: byField(values) }

/** `parameters` of an answer: the request as it was understood (explore-api §14.2). */
export function echo(
  params: SearchParams,
  page: { readonly rows: number; readonly start: number },
): Readonly<Record<string, Echoed>> {
  const disjunctive = [...params.disjunctive].map(([field, values]) => [
    field,
    values.at(-1)?.toLowerCase() === 'true',
  ])
  return {
    ...(params.datasets.length === 0 ? {} : { dataset: single(params.datasets) }),
    ...(params.q.length === 0 ? {} : { q: single(params.q) }),
    ...page,
    ...(params.sort.length === 0 ? {} : { sort: params.sort }),
    ...(params.facet.length === 0 ? {} : { facet: params.facet }),
    ...some('refine', params.refine),
    ...some('exclude', params.exclude),
    ...(disjunctive.length === 0 ? {} : { disjunctive: Object.fromEntries(disjunctive) }),
    ...(params.fields === null ? {} : { fields: params.fields.join(',') }),
    ...geofilters(params),
    ...{ format: params.format ?? 'json', timezone: params.timezone },
    ...(params.lang === undefined ? {} : { lang: params.lang }),
  }
}

function geofilters({ distance, polygon, bbox }: SearchParams): Readonly<Record<string, string>> {
  const sent = [
    ['geofilter.distance', distance],
    ['geofilter.polygon', polygon],
    ['geofilter.bbox', bbox],
  ] as const
  return Object.fromEntries(sent.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
}
