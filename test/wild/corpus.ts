import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FieldType } from '../../src/core/dataset/field.ts'

/** Requests of public programs; not part of the repository. */
const CORPUS = join(import.meta.dirname, '../../../shared/wild/queries.jsonl')

/** A request as a program sends it, and what its author must have meant (the corpus tells). */
export interface WildRequest {
  readonly id: number
  readonly dataset: string | null
  readonly version: '2.0' | '2.1'
  readonly endpoint: string
  readonly path: string
  readonly params: Readonly<Record<string, string | readonly string[]>>
  readonly fields: Readonly<Record<string, FieldType>>
  readonly valid: boolean | 'unsure'
  readonly record_id?: string
}

/** None where the corpus is absent. */
export const readCorpus = (): readonly WildRequest[] =>
  existsSync(CORPUS)
    ? readFileSync(CORPUS, 'utf8')
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as WildRequest)
    : []

export const CORPUS_PLACE = CORPUS

/** All values of a parameter. */
export function valuesOf({ params }: WildRequest, name: string): readonly string[] {
  const value = params[name]
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

/** The path and query as they are sent; keys are blacked out in the corpus, and what is left of them is no key. */
export function spell(request: WildRequest): string {
  const query = new URLSearchParams()
  for (const name of Object.keys(request.params))
    if (name !== 'apikey') for (const value of valuesOf(request, name)) query.append(name, value)
  const path = request.path
    .split('/')
    .map(part => encodeURIComponent(part))
    .join('/')
  return query.size === 0 ? path : `${path}?${query}`
}
