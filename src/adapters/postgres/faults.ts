import { VitrineError } from '../../core/errors.ts'

/** Node's codes of a server that cannot be reached or has gone. */
const GONE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
])

/** What `pg` says without a code when a connection ended under a query or none came free in time. */
const GONE_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|timeout expired/i

/**
 * SQLSTATEs of a server that cannot serve now: connection exceptions, shutdown, crash recovery, out of memory
 * or connections, a statement or lock taken away after its time.
 */
const UNAVAILABLE = /^(?:08...|57P0[1-5]|57014|53[23]00|55P03|25P03|25P04)$/

/** SQLSTATE of a character that no text of the database can hold: U+0000, which only ever comes from a request. */
const NOT_IN_TEXT = '22021'

/** SQLSTATEs after which the same transaction may well succeed: serialization failure, deadlock. */
export const isRepeatable = (thrown: unknown): boolean => /^40(?:001|P01)$/.test(codeOf(thrown))

/** SQLSTATE or Node code of what `pg` threw, or the empty string. */
export function codeOf(thrown: unknown): string {
  const code: unknown =
    typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, 'code') : undefined
  return typeof code === 'string' ? code : ''
}

/** The fault of the catalogue that `thrown` stands for; the server's own text stays in `cause`, for the log. */
export function postgresFault(thrown: unknown): VitrineError {
  if (thrown instanceof VitrineError) return thrown
  const code = codeOf(thrown)
  if (code === '53100' || code === 'ENOSPC') return new VitrineError('disk_full', {}, thrown)
  if (code === NOT_IN_TEXT) return new VitrineError('request_malformed', {}, thrown)
  const gone = GONE.has(code) || UNAVAILABLE.test(code) || isRepeatable(thrown)
  if (gone || (thrown instanceof Error && GONE_TEXT.test(thrown.message)))
    return new VitrineError('catalog_unavailable', {}, thrown)
  return new VitrineError('bug', {}, thrown)
}
