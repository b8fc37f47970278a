/** A failure with a ClickHouse code, as the wire carries it. */
export class EngineError extends Error {
  readonly code: number

  constructor(code: number, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'EngineError'
    this.code = code
  }
}

/** Codes that the host itself answers with (ClickHouse's `ErrorCodes`). */
export const CODE = {
  badQuery: 62,
  unknownFormat: 73,
  unknownSetting: 115,
  queryTooLarge: 307,
  tooManyQueries: 202,
  stopping: 236,
  notEnoughSpace: 243,
  cancelled: 394,
  parameterMissing: 456,
  internal: 1002,
} as const

/**
 * The engine's failure with its code: the binding gives it as a property only for some calls, and always at
 * the head of the message (engine.md §1).
 */
export function engineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const code = /Code: (\d+)\./.exec(message)?.[1]
  return new EngineError(code === undefined ? CODE.internal : Number(code), message, thrown)
}

const STATUS: Readonly<Record<number, number>> = {
  60: 404,
  81: 404,
  [CODE.badQuery]: 400,
  [CODE.unknownFormat]: 400,
  [CODE.unknownSetting]: 400,
  [CODE.parameterMissing]: 400,
  [CODE.queryTooLarge]: 413,
  [CODE.tooManyQueries]: 503,
  [CODE.stopping]: 503,
  [CODE.notEnoughSpace]: 507,
}

/** HTTP status of an engine code; clients read the code, not the status. */
export const httpStatus = (code: number): number => STATUS[code] ?? 500
