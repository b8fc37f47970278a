import type { Field } from '../../../../src/core/dataset/field.ts'
import type { RawValue } from '../../../../src/core/format/reader.ts'
import { encodeRecords } from '../../../../src/core/ingest/encode-records.ts'
import { PLAIN_FORMAT } from '../../../../src/core/record/types-number.ts'
import type { CastSpec } from '../../../../src/core/record/cast-spec.ts'
import type { World } from './answer.ts'
import { isDay, isInstant, isList, isPoint } from './expression.ts'
import type { OracleField, Value } from './tree.ts'

/** A field as a dataset declares it. */
export const declared = ({ name, type, isList: list, path, disjunctive, facet }: OracleField): Field => ({
  ...{ name, type, label: { en: name }, description: null },
  annotations: {
    ...(list ? { multivalued: ',' } : {}),
    ...(path === undefined ? {} : { hierarchical: path }),
    ...(disjunctive ? { disjunctive: true as const } : {}),
    ...(facet ? { facet: true as const } : {}),
  },
})

function castOf({ type, isList: list }: OracleField): CastSpec {
  switch (type) {
    case 'text':
      return list ? { type, list: true, separator: null } : { type, list: false }
    case 'int':
    case 'double':
      return { type, format: PLAIN_FORMAT }
    case 'boolean':
      return { type, truth: 'true', falsehood: 'false' }
    case 'date':
    case 'datetime':
      return { type, order: 'ymd' }
    case 'geo_point_2d':
      return { type, latitudeFirst: true }
    default:
      return { type }
  }
}

/** A value as a file's reader hands it over. */
export function raw(value: Value): RawValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'bigint' || typeof value === 'boolean') return value
  if (isDay(value)) return new Date(value.day).toISOString().slice(0, 10)
  if (isInstant(value)) return new Date(value.instant).toISOString()
  if (isPoint(value)) return `${value.lat}, ${value.lon}`
  if (isList(value)) return value.length === 0 ? null : { kind: 'list', items: value }
  return 'type' in value ? { kind: 'geometry', geometry: value } : null
}

/** Identifiers are none of the oracle's matter. */
const IDENTITY = { fields: [], digest: () => '0'.repeat(40) }

/** The records as the product's loader stores them. */
export async function encoded({ fields, rows }: World): Promise<string> {
  const batch = {
    rows: rows.map(row => fields.map(({ name }) => raw(row.get(name) ?? null))),
    lines: rows.map((_, i) => i + 1),
    faults: [],
  }
  const analysis = {
    reader: {
      ...{ format: 'memory', evidence: [], warnings: [], columns: fields.map(({ name }) => ({ name })) },
      async *batches() {
        yield batch
      },
    },
    fields: fields.map(declared),
    columns: fields.map((field, source) => ({ source, cast: castOf(field) })),
    ...{ evidence: [], warnings: [], totals: { read: rows.length, rows: rows.length, faults: 0 } },
  }
  let text = ''
  for await (const { tsv, quarantined } of encodeRecords(analysis, IDENTITY, new AbortController().signal)) {
    if (quarantined.length > 0) throw new Error(JSON.stringify(quarantined[0]))
    text += Buffer.from(tsv).toString()
  }
  return text.trimEnd()
}
