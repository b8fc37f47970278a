import { QueryRefused } from '../../../app/explore/query-refused.ts'
import { ERRORS, type ErrorCode, type ErrorParams, type VitrineError } from '../../../core/errors.ts'
import { HEAD_TOO_LARGE } from '../../broken-request.ts'
import { STATUS } from '../../errors.ts'

/** Body of every fault of the Explore API (explore-api §4). */
export interface ExploreFault {
  readonly error_code: string
  readonly message: string
  /** A member of our own: what was probably meant. The message itself is the wire's, to the letter. */
  readonly hint?: string
}

type Wording = readonly [code: string, message: (params: ErrorParams) => string]

const INTERNAL: Wording = ['InternalServerError', () => 'The server could not answer this request.']

const TOO_LARGE: Wording = ['RequestTooLarge', () => 'The request is too large.']

/** Wire codes and sentences of explore-api §4; the API speaks English whatever the visitor's language. */
const WORDINGS: Readonly<Partial<Record<ErrorCode, Wording>>> = {
  odsql_syntax: ['ODSQLSyntaxError', params => String(params.message)],
  odsql_invalid: ['ODSQLError', params => String(params.message)],
  parameter_window: ['InvalidRESTParameterError', params => String(params.message)],
  parameter_invalid: [
    'InvalidRESTParameterError',
    params =>
      `Invalid value for ${params.parameter} API parameter: ${params.found} was found but ${params.expected} is expected.`,
  ],
  dataset_unknown: ['NotFoundResource', params => `The requested dataset ${params.dataset} does not exist.`],
  revision_unknown: [
    'NotFoundResource',
    params => `The requested revision ${params.revision} does not exist.`,
  ],
  cursor_gone: [
    'CursorExpired',
    () => 'The data that this cursor reads is not kept any more. Start again without cursor.',
  ],
  access_forbidden: ['ForbiddenAccess', () => "You don't have permission to access the requested resource"],
  key_refused: ['NotAuthenticated', () => 'The API key is not valid. Check it, or ask for a new one.'],
  portal_private: [
    'NotAuthenticated',
    () => 'This portal is private. Send an API key that its administrator has given you.',
  ],
  record_unknown: ['NotFoundResource', params => `The requested record ${params.record} does not exist.`],
  attachment_unknown: [
    'NotFoundResource',
    params => `The requested attachment ${params.attachment} does not exist.`,
  ],
  file_unknown: ['NotFoundResource', params => `The requested file ${params.file} does not exist.`],
  thumbnail_unknown: [
    'NotFoundResource',
    params =>
      `The requested thumbnail of file ${params.file} does not exist: there are some of JPEG, PNG, WebP and GIF pictures only.`,
  ],
  uri_unknown: ['NotFoundURI', () => 'The requested URI does not exist.'],
  host_unknown: ['NotFoundURI', () => 'No portal answers under this host name.'],
  method_not_allowed: ['MethodNotAllowed', params => `Method ${params.method} is not allowed here.`],
  request_malformed: ['BadRequest', () => 'The request could not be read.'],
  request_too_large: TOO_LARGE,
  overloaded: ['ServiceUnavailable', () => 'The portal is busy. Please try again in a moment.'],
  engine_busy: ['ServiceUnavailable', () => 'The portal is busy. Please try again in a moment.'],
  engine_unavailable: ['ServiceUnavailable', () => 'The data is not available for the moment.'],
  catalog_unavailable: ['ServiceUnavailable', () => 'The catalog is not available for the moment.'],
  table_missing: ['ServiceUnavailable', () => 'The data is not available for the moment.'],
  disk_full: ['ServiceUnavailable', () => 'The data is not available for the moment.'],
  stopping: ['ServiceUnavailable', () => 'The portal is restarting. Please try again in a moment.'],
  query_timeout: [
    'QueryTimeout',
    () => 'The query took too long. Narrow it with where or refine, or use an export.',
  ],
  query_too_large: [
    'QueryTooLarge',
    () => 'The query needs too much memory. Narrow it with where or refine, or use an export.',
  ],
  export_too_large: [
    'QueryTooLarge',
    ({ format }) =>
      `The records do not fit in a file of the format ${format}. Narrow the query, or use another format.`,
  ],
}

/** Wire codes of faults by the status that they come with; every other fault is the internal one. */
export function wireCodesByStatus(): ReadonlyMap<number, readonly string[]> {
  const codes = new Map<number, Set<string>>([
    [STATUS.bug, new Set([INTERNAL[0]])],
    [HEAD_TOO_LARGE, new Set([TOO_LARGE[0]])],
  ])
  for (const [code, wording] of Object.entries(WORDINGS)) {
    const status = STATUS[ERRORS[code as ErrorCode].kind]
    codes.set(status, (codes.get(status) ?? new Set()).add(wording[0]))
  }
  return new Map([...codes].sort(([a], [b]) => a - b).map(([status, names]) => [status, [...names].sort()]))
}

/** The fault as Explore clients read it; what has no wording of its own says no more than that it failed. */
export function exploreFault(error: VitrineError): ExploreFault {
  const [code, message] = WORDINGS[error.code] ?? INTERNAL
  const hint = error instanceof QueryRefused ? hintOf(error) : ''
  return { error_code: code, message: message(error.params), ...(hint === '' ? {} : { hint }) }
}

const hintOf = ({ faults }: QueryRefused): string => {
  const names = faults.flatMap(({ hint }) => (hint === undefined ? [] : [String(hint.params.name)]))
  return [...new Set(names)].map(name => `Did you mean ${name}?`).join(' ')
}
