import { VitrineError } from '../../../core/errors.ts'
import type { RequestContext } from '../../context.ts'
import { statusOf } from '../../errors.ts'
import { indented } from '../../pretty-json.ts'
import { json, type Reply } from '../../reply.ts'
import type { Route } from '../../route.ts'
import { exploreFault } from '../explore/faults.ts'
import { invalid, readTruth } from './params.ts'

/** Names of functions in a page: identifiers joined by dots, nothing that could be a program. */
const CALLBACK = /^[A-Za-z_$][\w$]{0,99}(?:\.[A-Za-z_$][\w$]{0,99}){0,9}$/

/**
 * The callback of a JSONP request, or null. A script may be asked for by any page of any site, so whoever is known by a
 * cookie gets none. Rejects with `parameter_invalid`, `access_forbidden`.
 */
export function callbackOf({ query, isSignedIn }: RequestContext): string | null {
  const name = query.get('callback') || null
  const format = query.get('format') ?? ''
  if (name === null && /^(?:geo)?jsonp$/.test(format)) throw invalid('callback', '', 'the name of a function')
  if (name !== null && !CALLBACK.test(name)) throw invalid('callback', name, 'the name of a function')
  if (name !== null && isSignedIn) throw new VitrineError('access_forbidden')
  return name
}

/** What stands around JSON to make it a script; the comment keeps the answer from being any other format's start. */
export const scriptAround = (callback: string): { readonly head: string; readonly tail: string } => ({
  ...{ head: `/**/${callback}(`, tail: ');' },
})

export const SCRIPT_TYPE = 'application/javascript; charset=utf-8'

/** JSON as a script that calls back. */
function scripted(reply: Reply, callback: string): Reply {
  if (typeof reply.body !== 'string' || !reply.type.startsWith('application/json')) return reply
  const { head, tail } = scriptAround(callback)
  const body = reply.body.replace(/[\u2028\u2029]/g, end => (end === '\u2028' ? '\\u2028' : '\\u2029'))
  return { ...reply, type: SCRIPT_TYPE, body: `${head}${body}${tail}` }
}

/** A row of v1: `pretty_print`, JSONP and the faults of that version (explore-api §14). */
export const versionOne = (route: Route): Route => ({
  ...route,
  handle: async context => {
    const pretty = readTruth('pretty_print', context.query.get('pretty_print') || undefined)
    const callback = callbackOf(context)
    const reply = await route.handle(context)
    const shown = pretty ? indented(reply) : reply
    return callback === null ? shown : scripted(shown, callback)
  },
  fault: error => {
    const said = exploreFault(error)
    const status = statusOf(error)
    return json({ errorcode: status * 100, error: said.message }, { status, caching: 'none' })
  },
})
