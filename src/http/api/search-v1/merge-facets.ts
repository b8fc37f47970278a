import type { FacetGroup } from '../../../app/explore/explorer.ts'
import type { SearchParams } from './params.ts'

type Value = FacetGroup['facets'][number]

/** Facets of several datasets as one: values of the same path are one value, their counts added. */
export function mergedFacets(
  answers: readonly (readonly FacetGroup[])[],
  { facetsort }: SearchParams,
): readonly FacetGroup[] {
  const [only, ...others] = answers
  if (only === undefined || others.length === 0) return only ?? []
  return [...Map.groupBy(answers.flat(), ({ name }) => name)].map(([name, groups]) => ({
    name,
    facets: mergedValues(
      groups.flatMap(({ facets }) => facets),
      ORDERS[facetsort.get(name)?.at(-1) ?? 'count'] ?? byCount,
    ),
  }))
}

type Compare = (a: Value, b: Value) => number

const byCount: Compare = (a, b) => (b.count ?? -1) - (a.count ?? -1)
const byName: Compare = (a, b) => a.name.localeCompare(b.name, 'en', { sensitivity: 'base' })
const byNumber: Compare = (a, b) => Number(a.name) - Number(b.name)

/** Orders of `facetsort` (explore-api §12.2). */
const ORDERS: Readonly<Record<string, Compare>> = {
  count: byCount,
  '-count': (a, b) => byCount(b, a),
  alphanum: byName,
  '-alphanum': (a, b) => byName(b, a),
  num: byNumber,
  '-num': (a, b) => byNumber(b, a),
}

function mergedValues(values: readonly Value[], compare: Compare): readonly Value[] {
  const merged = [...Map.groupBy(values, ({ value }) => value).values()].flatMap((same): Value[] => {
    const [first] = same
    if (first === undefined) return []
    const counts = same.flatMap(({ count }) => count ?? [])
    const below = same.flatMap(({ facets }) => facets ?? [])
    return [
      {
        ...{ name: first.name, value: first.value },
        state: same.find(({ state }) => state !== 'displayed')?.state ?? 'displayed',
        ...(counts.length === 0 ? {} : { count: counts.reduce((a, b) => a + b) }),
        ...(below.length === 0 ? {} : { facets: mergedValues(below, compare) }),
      },
    ]
  })
  return merged.toSorted((a, b) => compare(a, b) || byName(a, b))
}
