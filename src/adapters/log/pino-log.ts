import { type DestinationStream, pino } from 'pino'
import type { Log } from '../../app/ports/log.ts'

/** Levels an operator may choose. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * JSON lines on standard error (or `destination`), since standard output belongs to a command's result: an event, its
 * fields, and for faults the whole cause.
 */
const STANDARD_ERROR = 2

export function pinoLog(
  level: LogLevel,
  destination: DestinationStream = pino.destination({ fd: STANDARD_ERROR, sync: true }),
): Log {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    messageKey: 'event',
  }
  const logger = pino(options, destination)
  return {
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fields, cause) => logger.error({ ...fields, err: cause }, event),
  }
}
