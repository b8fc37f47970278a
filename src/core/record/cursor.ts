/** Where a walk over the results of a question stands: between two pages. */
export interface Place {
  /** Results before the next page. */
  readonly position: number
  /** Key of the last record seen, where results come in the order of their keys; null elsewhere. */
  readonly after: string | null
}

/**
 * What a `cursor` says. Whoever changes one reads other pages of the same answer, nothing else: rights and filters come
 * from the request, so a forged cursor does no harm.
 */
export interface Cursor extends Place {
  /** Number of the revision that is walked through; for the catalogue, of its version. */
  readonly version: number
  /** Names dataset and clauses: a cursor serves the question that it was made for. */
  readonly question: string
}

const CURSOR = /^(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,18}|)\.([\w-]{16})$/
const LONGEST = 120

/** The text that clients send back as it is. */
export const writeCursor = ({ version, position, after, question }: Cursor): string =>
  Buffer.from(`${version}.${position}.${after ?? ''}.${question}`, 'latin1').toString('base64url')

/** Reads a cursor back; null for anything that was not written by {@link writeCursor}. */
export function readCursor(text: string): Cursor | null {
  if (text.length > LONGEST || !/^[\w-]+$/.test(text)) return null
  const [, version, position, after, question] =
    CURSOR.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? []
  if (question === undefined) return null
  const cursor = { version: Number(version), position: Number(position), after: after || null, question }
  const safe = Number.isSafeInteger(cursor.version) && Number.isSafeInteger(cursor.position)
  return safe && writeCursor(cursor) === text ? cursor : null
}
