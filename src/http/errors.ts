import { ERRORS, type ErrorKind, type VitrineError } from '../core/errors.ts'

/** Only the doors know statuses. */
export const STATUS = {
  invalid: 400,
  signed_out: 401,
  forbidden: 403,
  missing: 404,
  not_allowed: 405,
  gone: 410,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  busy: 503,
  unavailable: 503,
  misdirected: 421,
  too_many: 429,
  bug: 500,
} as const satisfies Record<ErrorKind, number>

export const statusOf = (error: VitrineError): number => STATUS[ERRORS[error.code].kind]

/** Seconds after which asking again makes sense, for kinds where it does. */
export function retryAfter(error: VitrineError): string | undefined {
  if (error.params.seconds !== undefined && error.kind === 'too_many') return String(error.params.seconds)
  if (error.kind === 'too_many')
    return String(Math.max(1, Math.ceil((Number(error.params.reset) - Date.now()) / 1000)))
  return error.kind === 'busy' || error.kind === 'unavailable' ? '2' : undefined
}
