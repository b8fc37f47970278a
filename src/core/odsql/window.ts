import type { Parsed } from '../parsed.ts'

/** The doors' windows (explore-api §5.2). */
export type WindowDoor = 'list' | 'grouped' | 'export'

/** Bounds of each door: the largest page, how far it may reach, and the page when none is asked for. */
export const WINDOWS = {
  list: { limit: 100, reach: 10_000, fallback: 10 },
  grouped: { limit: 20_000, reach: 20_000, fallback: 10 },
  export: { limit: null, reach: 10_000, fallback: -1 },
} as const

export interface Window {
  /** Null for everything. */
  readonly limit: number | null
  readonly offset: number
}

/** A fault of a page parameter, in the wire's words; a door answers `InvalidRESTParameterError`. */
export interface WindowFault {
  readonly code: 'rest_parameter'
  readonly place: 'limit' | 'offset' | 'offset + limit'
  readonly params: { readonly message: string }
}

const refused = (
  place: WindowFault['place'],
  found: string,
  expected: string,
): Parsed<Window, WindowFault> => {
  const name = place === 'offset + limit' ? `sum of ${place}` : place
  const message = `Invalid value for ${name} API parameter: ${found} was found but ${expected} is expected.`
  return { ok: false, diagnostics: [{ code: 'rest_parameter', place, params: { message } }] }
}

const INTEGER = /^[+-]?\d{1,15}$/

/** Reads `limit` and `offset` as received for a door; −1 is the largest page, or everything for an export. */
export function readWindow(
  door: WindowDoor,
  limitText: string | undefined,
  offsetText: string | undefined,
): Parsed<Window, WindowFault> {
  const bounds = WINDOWS[door]
  const limitWritten = limitText === undefined || limitText === '' ? String(bounds.fallback) : limitText
  const offsetWritten = offsetText === undefined || offsetText === '' ? '0' : offsetText
  const expected = bounds.limit === null ? '-1 <= limit' : `-1 <= limit <= ${bounds.limit}`
  const limit = Number(limitWritten)
  const isLimit =
    INTEGER.test(limitWritten.trim()) && limit >= -1 && (bounds.limit === null || limit <= bounds.limit)
  if (!isLimit) return refused('limit', limitWritten, expected)
  const offset = Number(offsetWritten)
  if (!INTEGER.test(offsetWritten.trim()) || offset < 0)
    return refused('offset', offsetWritten, 'offset >= 0')
  const size = limit === -1 ? bounds.limit : limit
  const asked = offset + (limit === -1 ? 0 : limit)
  const counts = door !== 'export' || offset > 0
  if (counts && asked > bounds.reach) return refused('offset + limit', String(asked), `<= ${bounds.reach}`)
  const rest = door === 'export' ? size : Math.min(size ?? bounds.reach, bounds.reach - offset)
  return { ok: true, value: { limit: rest, offset } }
}
