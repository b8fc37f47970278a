import type { Diagnostic, Span } from '../parsed.ts'
import type { ClauseName } from './ast.ts'

/**
 * Every fault of a question, by code, with the sentence that Explore's wire says it in (explore-api §4): that
 * English text is part of the API, whatever the visitor's language.
 */
export const FAULTS = {
  odsql_unexpected: 'unexpected {token} at position {position} in {text}',
  odsql_unexpected_end: 'unexpected end of expression at position {position} in {text}',
  odsql_too_long: 'expression longer than {limit} characters',
  odsql_too_deep: 'expression nested too deeply at position {position}',

  odsql_unknown_field: 'Unknown field: {name}',
  odsql_ambiguous_field: 'Ambiguous field: {name}',
  odsql_stat_aggregation: 'StatAggregation only supports numeric or date expression',
  odsql_argument_type: 'Function {fn} does not accept an argument of type {type}',
  odsql_list_argument: 'Multivalued field {name} cannot be used here',
  odsql_arithmetic_type: 'Arithmetic operators only support numeric expressions',
  odsql_incompatible: 'Cannot compare {left} with {right}',
  odsql_not_comparable: 'Type {type} cannot be compared',
  odsql_bad_date: 'Invalid date: {value}',
  odsql_bad_number: 'Invalid number: {value}',
  odsql_bad_boolean: 'Invalid boolean: {value}',
  odsql_bad_geometry: 'Invalid geometry: {value}',
  odsql_bad_percentile: 'Percentile must be between 0 and 100',
  odsql_bad_interval: 'Interval {value} is not supported',
  odsql_bad_now: 'Invalid argument of now(): {name}',
  odsql_not_boolean: 'Field {name} is not a boolean',
  odsql_not_text: 'Type {type} cannot be searched as text',
  odsql_not_list: 'Field {name} is not multivalued',
  odsql_aggregate_here: 'Aggregation function {fn} is not allowed here',
  odsql_nested_aggregate: 'Aggregation functions cannot be nested',
  odsql_not_grouped: 'Field {name} must appear in group_by or in an aggregation function',
  odsql_group_geo: 'Type {type} cannot be grouped',
  odsql_order_type: 'Type {type} cannot be ordered',
  odsql_order_aggregate_first: 'Aggregation functions must come first in order_by',
  odsql_order_export:
    'aggregation function in order by is not supported with a limit > 20000. Please remove the order by or set a limit parameter lower than 20001',
  odsql_select_structure: 'Field {name} can only be selected',
  odsql_facet_argument: 'Invalid facet argument {name}',
  odsql_refine_value: 'Invalid value for {name}: {value}',
  odsql_bad_cluster: 'geo_cluster expects a zoom from 0 to 25 and a radius from 1 to 10000 pixels',
  odsql_filter_search: 'A stored condition must name the fields that it searches',
} as const

export type FaultCode = keyof typeof FAULTS

export interface OdsqlFault extends Diagnostic {
  readonly code: FaultCode
  readonly place: ClauseName
}

/** A semantic fault; the clause is added by whoever walks it. */
export interface Fault {
  readonly code: FaultCode
  readonly span: Span
  readonly params: Readonly<Record<string, string | number>>
  readonly hint?: Diagnostic['hint']
}

const SYNTAX: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'odsql_unexpected',
  'odsql_unexpected_end',
  'odsql_too_long',
  'odsql_too_deep',
])

const sentence = (fault: OdsqlFault): string =>
  FAULTS[fault.code].replace(/\{(\w+)\}/g, (_, name: string) => String(fault.params[name] ?? ''))

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)]

/** The wire's envelope for the faults of a question: all of them, each clause named once (explore-api §4). */
export function wireError(faults: readonly OdsqlFault[]): {
  readonly error_code: 'ODSQLSyntaxError' | 'ODSQLError'
  readonly message: string
} {
  const syntax = faults.filter(fault => SYNTAX.has(fault.code))
  const told = syntax.length > 0 ? syntax : faults
  const reasons = distinct(told.map(sentence)).join('. ')
  const clauses = distinct(told.map(fault => fault.place)).join(', ')
  const opening = syntax.length > 0 ? 'ODSQL syntax exception' : 'ODSQL query is malformed'
  return {
    error_code: syntax.length > 0 ? 'ODSQLSyntaxError' : 'ODSQLError',
    message: `${opening}: ${reasons}. Clause(s) containing the error(s): ${clauses}.`,
  }
}
