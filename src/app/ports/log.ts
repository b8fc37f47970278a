/** Values a log event may carry: no tokens, no addresses, no personal data. */
export type LogValue = string | number | boolean | null

/** Structured events with names and fields, never sentences. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, LogValue>>): void
  warn(event: string, fields?: Readonly<Record<string, LogValue>>): void
  error(event: string, fields?: Readonly<Record<string, LogValue>>, cause?: unknown): void
}
