import type { Log } from '../../app/ports/log.ts'
import { type ErrorCode, VitrineError } from '../../core/errors.ts'

/** What was asked when the engine failed: a reader's values may be at fault, ours may not. */
export type Intent = 'read' | 'write'

const BOTH: Readonly<Record<number, ErrorCode>> = {
  60: 'table_missing',
  81: 'table_missing',
  158: 'query_too_large',
  159: 'query_timeout',
  160: 'query_timeout',
  161: 'query_too_large',
  167: 'query_too_large',
  168: 'query_too_large',
  191: 'query_too_large',
  202: 'engine_busy',
  209: 'engine_unavailable',
  210: 'engine_unavailable',
  236: 'engine_unavailable',
  241: 'query_too_large',
  242: 'engine_unavailable',
  243: 'disk_full',
  306: 'query_too_large',
  307: 'query_too_large',
  394: 'aborted',
  396: 'query_too_large',
  516: 'engine_unavailable',
  735: 'aborted',
}

/** Values that the functions of a reader's query refuse. */
const READ_ONLY: Readonly<Record<number, ErrorCode>> = {
  6: 'query_value_unfit',
  27: 'query_value_unfit',
  38: 'query_value_unfit',
  41: 'query_value_unfit',
  69: 'query_value_unfit',
  72: 'query_value_unfit',
  153: 'query_value_unfit',
  321: 'query_value_unfit',
  407: 'query_value_unfit',
  427: 'query_value_unfit',
  457: 'query_value_unfit',
}

/** Code of the catalogue for an engine code; unknown ones are ours to mend. */
export function errorCodeOf(engineCode: number, intent: Intent): ErrorCode {
  return BOTH[engineCode] ?? (intent === 'read' ? READ_ONLY[engineCode] : undefined) ?? 'bug'
}

/** A limit that has no code of its own (26.7): `max_expanded_ast_elements` once names are resolved. */
const isTooBig = (engineCode: number, text: string): boolean =>
  engineCode === 36 && text.includes('Query tree is too big')

/** The fault for an answer of the engine; its text goes to the log alone. */
export function engineFault(
  { engineCode, text, table }: { engineCode: number; text: string; table: string },
  intent: Intent,
  log: Log,
): VitrineError {
  const code = isTooBig(engineCode, text) ? 'query_too_large' : errorCodeOf(engineCode, intent)
  if (code === 'bug') log.error('engine_query_failed', { engineCode, text: text.slice(0, 2000) })
  return new VitrineError(code, code === 'table_missing' ? { table } : {})
}
