import type { ExploreQuery } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { Field } from '../../../core/dataset/field.ts'
import type { WireRecord, WireValue } from '../../../core/record/shape.ts'
import { backQuoted } from './clauses.ts'
import { distanceBy, geoFilter } from './geofilter.ts'
import type { SearchPage, SearchParams } from './params.ts'
import { recordWriter, type V1Record } from './record.ts'

/** A record of an answer, and the dataset that it is of. */
export interface FoundRecord {
  readonly published: PublishedDataset
  readonly record: V1Record
}

/** Key under which the values are asked for that records of several datasets are sorted by. */
const sortKey = (index: number): string => `_sort${index}`

interface Reach {
  readonly params: SearchParams
  readonly fields: readonly Field[]
  readonly page: SearchPage
}

/** What one of several datasets is asked: all that may be on the page, with what its records are sorted by. */
export function reaching(query: ExploreQuery, { params, fields, page }: Reach): ExploreQuery {
  const expressions = distanceBy(geoFilter(params, fields))
  const keys = params.sort.map((key, index) => {
    const name = key.replace(/^-/, '')
    return `${expressions[name] ?? backQuoted(name)} as ${sortKey(index)}`
  })
  return {
    ...query,
    select: [query.select ?? '*', ...keys].join(', '),
    ...{ limit: page.limit + page.offset, offset: 0 },
  }
}

/** Results of one dataset as records. */
export function recordsOf(
  published: PublishedDataset,
  results: readonly WireRecord[],
): readonly FoundRecord[] {
  const write = recordWriter(published.dataset.datasetId, published.revision.fields)
  return results.map(result => ({ published, record: write(result) }))
}

interface Merge {
  readonly params: SearchParams
  readonly language: string
  readonly page: SearchPage
}

/** A page of the records of several datasets: in the order asked for, else dataset by dataset. */
export function merged(
  datasets: readonly PublishedDataset[],
  results: readonly (readonly WireRecord[])[],
  { params: { sort }, language, page: { limit, offset } }: Merge,
): readonly FoundRecord[] {
  const all = datasets.flatMap((published, index) => {
    const found = results[index] ?? []
    const records = recordsOf(published, found.map(unsorted))
    return records.map((one, at) => ({ one, keys: sort.map((_, key) => found[at]?.[sortKey(key)] ?? null) }))
  })
  const compare = comparing(language)
  const ordered = all.toSorted((a, b) => {
    for (const [index, key] of sort.entries()) {
      const order = compare(a.keys[index] ?? null, b.keys[index] ?? null, key.startsWith('-') ? 1 : -1)
      if (order !== 0) return order
    }
    return 0
  })
  return ordered.slice(offset, offset + limit).map(({ one }) => one)
}

const unsorted = (result: WireRecord): WireRecord =>
  Object.fromEntries(Object.entries(result).filter(([key]) => !/^_sort\d+$/.test(key)))

/** As the engine orders: texts without case and accents, what is not known last (explore-api §10.7). */
function comparing(language: string): (a: WireValue, b: WireValue, sign: 1 | -1) => number {
  const { compare } = new Intl.Collator(language, { sensitivity: 'base' })
  return (a, b, sign) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    if (typeof a === 'object' || typeof b === 'object' || typeof a === 'string' || typeof b === 'string')
      return sign * compare(String(a), String(b))
    return sign * (Number(a) - Number(b))
  }
}
