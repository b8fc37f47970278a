import { type Fragment, param, sql } from './fragment.ts'
import type { QueryTable } from './query-table.ts'

/** What answers add to the files of a table's records (explore-api §9.4). */
export interface FileAddresses {
  /** Address of the files, to be followed by an identifier. */
  readonly root: string
  /** Publication instant, ISO 8601. */
  readonly publishedAt: string
}

/** `2026-01-04T11:22:14.440000`, as the wire has it. */
const synchronized = (instant: string): string => new Date(instant).toISOString().replace('Z', '000')

/**
 * The value of a field of files as answers have it: what is kept, with its address. Files that were kept are known by
 * how their text begins (`core/record/file-value.ts`); what else a publisher says of a file stands as it is.
 */
export function addressed({ files }: Pick<QueryTable, 'files'>, value: Fragment): Fragment {
  if (files === undefined) return value
  const since = JSON.stringify(synchronized(files.publishedAt))
  const root = JSON.stringify(files.root).slice(0, -1)
  const tail = param(`,"last_synchronized":${since},"url":${root}`, 'String')
  const isKept = sql`startsWith(${value}, '{"id":"') AND substring(${value}, 40, 14) = '","thumbnail":'`
  const whole = sql`concat(substring(${value}, 1, length(${value}) - 1), ${tail}, substring(${value}, 8, 32), '"}')`
  return sql`if(${isKept}, ${whole}, ${value})`
}
