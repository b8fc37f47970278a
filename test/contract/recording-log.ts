import type { Log, LogValue } from '../../src/app/ports/log.ts'

export interface LogLine {
  readonly level: keyof Log
  readonly event: string
  readonly fields: Readonly<Record<string, LogValue>>
}

/** A log that keeps its lines for a test to look at. */
export interface RecordingLog extends Log {
  readonly lines: LogLine[]
  has(event: string): boolean
}

export function recordingLog(): RecordingLog {
  const lines: LogLine[] = []
  const at =
    (level: keyof Log) =>
    (event: string, fields: Readonly<Record<string, LogValue>> = {}) =>
      void lines.push({ level, event, fields })
  return {
    lines,
    has: event => lines.some(line => line.event === event),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  }
}
