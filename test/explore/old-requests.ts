import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Requests of public programs; not part of the repository. */
export const CORPUS = join(import.meta.dirname, '../../../shared/wild/queries.jsonl')

export interface OldRequest {
  readonly id: number
  readonly dataset: string | null
  readonly path: string
  readonly version: string
  readonly params: Readonly<Record<string, string | readonly string[]>>
  readonly fields: Readonly<Record<string, string>>
  readonly valid: boolean | 'unsure'
}

/** Requests to versions before v2.1. */
export const oldRequests = (): readonly OldRequest[] =>
  existsSync(CORPUS)
    ? readFileSync(CORPUS, 'utf8')
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as OldRequest)
        .filter(({ version }) => version !== '2.1')
    : []

const VALUES: Readonly<Record<string, string>> = {
  ...{ text: 'CA', int: '12', double: '1.5', boolean: 'true', date: '2024-05-01' },
  ...{ datetime: '2024-05-01T14:00:00Z', geo_point_2d: '"49.5, -123"' },
}

/** One dataset with every field that the old requests name; an instant where they disagree with a day. */
export function oldDataset(): { readonly file: Readonly<Record<string, unknown>>; readonly data: string } {
  const types = new Map<string, string>([['name', 'text']])
  for (const { dataset, fields } of oldRequests())
    for (const [name, type] of dataset === null ? [] : Object.entries(fields))
      if (types.get(name) !== 'datetime') types.set(name, type)
  const values = [...types.values()].map(type => VALUES[type] ?? '')
  const declared = Object.fromEntries([...types].map(([name, type]) => [name, { type }]))
  return {
    data: `${[...types.keys()].join(',')}\n${values.join(',')}\n`,
    file: { title: { en: 'Old requests' }, description: { en: 'Fields that they name' }, fields: declared },
  }
}
