import type { Log, LogValue } from '../../app/ports/log.ts'

interface Line {
  readonly level: keyof Log
  readonly event: string
  readonly fields: Readonly<Record<string, LogValue>>
}

function write(line: Line): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** The child's log: one JSON object a line on its output, for {@link relayLine} in the parent. */
export const hostLog: Log = {
  info: (event, fields = {}) => write({ level: 'info', event, fields }),
  warn: (event, fields = {}) => write({ level: 'warn', event, fields }),
  error: (event, fields = {}, cause) =>
    write({
      level: 'error',
      event,
      fields: cause === undefined ? fields : { ...fields, cause: String(cause) },
    }),
}

/** Passes a line of the child's output on to the parent's log; text that is no event goes as it is. */
export function relayLine(log: Log, text: string): void {
  let line: Line
  try {
    line = JSON.parse(text) as Line
  } catch {
    log.warn('engine_host_said', { text })
    return
  }
  if (line.level === 'error') log.error(line.event, line.fields)
  else if (line.level === 'warn') log.warn(line.event, line.fields)
  else log.info(line.event, line.fields)
}
