import { CODE, EngineError } from './engine-error.ts'
import { sqlString } from './sql-text.ts'

/** A request of ClickHouse's HTTP interface, taken apart. */
export interface HostRequest {
  /** Text of `query=`; the body comes after it. */
  readonly query: string
  readonly format: string
  /** `wait_end_of_query=1`: the whole answer is made before the first byte is sent. */
  readonly buffered: boolean
  readonly queryId: string
  /** `a='x', b='y'` of a SET statement, `readonly` last; equal text means an interchangeable session. */
  readonly settings: string
  readonly params: ReadonlyMap<string, string>
}

const NOT_SETTINGS = new Set(['query', 'default_format', 'wait_end_of_query', 'query_id', 'database'])
const NAME = /^[A-Za-z_]\w*$/

/** Takes the query string of a request apart; throws an {@link EngineError} for names that are none. */
export function parseRequest(url: string): HostRequest {
  const mark = url.indexOf('?')
  const search = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1))
  const settings: string[] = []
  const params = new Map<string, string>()
  let readonly = ''
  for (const [name, value] of search) {
    if (NOT_SETTINGS.has(name)) continue
    if (!NAME.test(name))
      throw new EngineError(CODE.unknownSetting, `Unknown setting ${JSON.stringify(name)}`)
    if (name.startsWith('param_')) params.set(name.slice('param_'.length), value)
    else if (name === 'readonly') readonly = `readonly=${sqlString(value)}`
    else settings.push(`${name}=${sqlString(value)}`)
  }
  if (readonly !== '') settings.push(readonly)
  return {
    query: search.get('query') ?? '',
    format: search.get('default_format') ?? 'TabSeparated',
    buffered: search.get('wait_end_of_query') === '1',
    queryId: search.get('query_id') ?? '',
    settings: settings.join(', '),
    params,
  }
}

/**
 * `SET param_x='…', …` for the values of a request; empty without any. The wire's value is the text of the
 * parameter, to which only SQL quoting is added, so the engine sees what a server would (engine.md §10.21).
 */
export function setParams(params: ReadonlyMap<string, string>): string {
  if (params.size === 0) return ''
  return `SET ${Array.from(params, ([name, value]) => `param_${name}=${sqlString(value)}`).join(', ')}`
}
