import assert from 'node:assert/strict'
import { Ajv } from 'ajv'
import schema from './project-open-data.schema.json' with { type: 'json' }

const validate = new Ajv({ allErrors: true }).compile(schema)

/** A dataset of `data.json`, as far as tests look at it. */
export interface DataJsonEntry {
  readonly identifier: string
  readonly title: string
  readonly description: string
  readonly modified: string
  readonly keyword: readonly string[]
  readonly license?: string
  readonly accrualPeriodicity?: string
  readonly distribution?: readonly { readonly downloadURL: string; readonly mediaType: string }[]
}

/** Checks `data.json` against the rules of Project Open Data v1.1; returns its datasets. */
export function checkDataJson(text: string): readonly DataJsonEntry[] {
  const parsed: unknown = JSON.parse(text)
  assert.ok(validate(parsed), JSON.stringify(validate.errors, null, 1))
  return (parsed as { readonly dataset: readonly DataJsonEntry[] }).dataset
}
