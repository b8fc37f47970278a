import type { BoundItem, BoundValue } from '../odsql/bound.ts'
import type { PlannedQuery } from '../odsql/plan.ts'
import { compileValue } from './expression.ts'
import { type Fragment, quotedWord, sql } from './fragment.ts'
import { outputSql } from './output.ts'
import { meaning } from './scan.ts'
import type { Scope } from './scope.ts'

/** An attribute of the features of a tile. */
export interface TileAttribute {
  readonly name: Fragment
  readonly value: Fragment
  /** A type of the engine that tiles can hold. */
  readonly type: Fragment
}

/**
 * Selected values as attributes: numbers and booleans as they are, lists joined by commas, all else as the text that
 * answers have; places are left out, for they are drawn. Names have letters, digits and underscores, each one once.
 */
export function tileAttributes(scope: Scope, planned: PlannedQuery): readonly TileAttribute[] {
  const taken = new Set(['_id'])
  return planned.select.flatMap((item): readonly TileAttribute[] => {
    const typed = typedValue(scope, meaning(planned, item.value))
    return typed === null ? [] : [{ name: quotedWord(nameOf(item, taken)), ...typed }]
  })
}

function nameOf({ key }: BoundItem, taken: Set<string>): string {
  const plain = key.replace(/\W+/g, '_') || '_'
  let name = plain
  for (let n = 2; taken.has(name); n++) name = `${plain}_${n}`
  taken.add(name)
  return name
}

function typedValue(scope: Scope, value: BoundValue): Omit<TileAttribute, 'name'> | null {
  const compiled = compileValue(scope, value)
  if (value.kind === 'field' && value.list)
    return { value: sql`nullIf(arrayStringConcat(${compiled}, ','), '')`, type: TEXT }
  switch (value.type) {
    case 'geo_point_2d':
    case 'geo_shape':
      return null
    case 'int':
      return { value: compiled, type: sql`Nullable(Int64)` }
    case 'double':
      return { value: sql`if(isFinite(${compiled}), ${compiled}, NULL)`, type: sql`Nullable(Float64)` }
    case 'boolean':
      return { value: compiled, type: sql`Nullable(Bool)` }
    default:
      return { value: outputSql(scope, value, compiled), type: TEXT }
  }
}

const TEXT = sql`Nullable(String)`
