import { type DestinationStream, pino } from 'pino'
import type { Log } from '../../app/ports/log.ts'

/** Levels an operator may choose. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** JSON lines on standard output (or `destination`): an event, its fields, and for faults the whole cause. */
export function pinoLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    messageKey: 'event',
  }
  const logger = destination === undefined ? pino(options) : pino(options, destination)
  return {
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fields, cause) => logger.error({ ...fields, err: cause }, event),
  }
}
