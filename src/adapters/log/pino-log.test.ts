import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VitrineError } from '../../core/errors.ts'
import { LOG_LEVELS, type LogLevel, pinoLog } from './pino-log.ts'

function recorded(level: LogLevel): { readonly log: ReturnType<typeof pinoLog>; readonly lines: unknown[] } {
  const lines: unknown[] = []
  return { log: pinoLog(level, { write: line => void lines.push(JSON.parse(line)) }), lines }
}

test('an event is one JSON line: level, time, name, fields', () => {
  const { log, lines } = recorded('info')
  log.info('request', { route: 'web.home', ms: 3 })
  const [line] = lines
  assert.deepEqual(
    { ...Object(line), time: '', pid: 0 },
    { level: 'info', time: '', pid: 0, route: 'web.home', ms: 3, event: 'request' },
  )
  assert.match(String(Reflect.get(Object(line), 'time')), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
})

test('a fault keeps its whole cause, for the log alone', () => {
  const { log, lines } = recorded('error')
  log.error('request_failed', { request: 'x' }, new VitrineError('bug', {}, new Error('inside')))
  assert.match(JSON.stringify(lines), /inside/)
})

for (const [at, level] of LOG_LEVELS.entries())
  test(`level ${level} leaves out what is below it`, () => {
    const { log, lines } = recorded(level)
    log.info('a')
    log.warn('b')
    log.error('c')
    const told = ['info', 'warn', 'error'].filter(name => LOG_LEVELS.findIndex(one => one === name) >= at)
    assert.deepEqual(
      lines.map(line => Reflect.get(Object(line), 'level')),
      told,
    )
  })
