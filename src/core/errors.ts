/** Kinds that the doors turn into statuses and exit codes; the core knows no status. */
export type ErrorKind =
  | 'invalid'
  | 'signed_out'
  | 'forbidden'
  | 'missing'
  | 'not_allowed'
  | 'gone'
  | 'conflict'
  | 'too_large'
  | 'unsupported'
  | 'busy'
  | 'unavailable'
  | 'misdirected'
  | 'too_many'
  | 'bug'

/**
 * The closed catalogue: every fault that can leave Vitrine, with its kind. Codes are stable for ever; the
 * sentences live in `core/i18n/catalogues/*.json` under `error.<code>`, with these parameters.
 */
export const ERRORS = {
  // engines
  engine_busy: { kind: 'busy', params: [] },
  engine_unavailable: { kind: 'unavailable', params: [] },
  engine_missing: { kind: 'unavailable', params: ['platform'] },
  engine_unsupported: { kind: 'unavailable', params: ['version', 'missing'] },
  query_value_unfit: { kind: 'invalid', params: [] },
  query_timeout: { kind: 'too_large', params: [] },
  query_too_large: { kind: 'too_large', params: [] },
  export_too_large: { kind: 'too_large', params: ['format'] },
  disk_full: { kind: 'unavailable', params: [] },
  table_missing: { kind: 'unavailable', params: ['table'] },
  catalog_unavailable: { kind: 'unavailable', params: [] },
  aborted: { kind: 'unavailable', params: [] },
  blob_missing: { kind: 'missing', params: ['sha256'] },
  // catalogue
  portal_unknown: { kind: 'missing', params: ['slug'] },
  dataset_unknown: { kind: 'missing', params: ['dataset'] },
  dataset_id_invalid: { kind: 'invalid', params: ['dataset'] },
  dataset_id_taken: { kind: 'conflict', params: ['dataset'] },
  revision_unknown: { kind: 'missing', params: ['revision'] },
  cursor_gone: { kind: 'gone', params: [] },
  attachment_unknown: { kind: 'missing', params: ['attachment'] },
  record_unknown: { kind: 'missing', params: ['record'] },
  file_unknown: { kind: 'missing', params: ['file'] },
  thumbnail_unknown: { kind: 'missing', params: ['file'] },
  key_unknown: { kind: 'missing', params: ['key'] },
  key_narrowing: { kind: 'invalid', params: [] },
  field_unknown: { kind: 'invalid', params: ['field'] },
  revision_state: { kind: 'conflict', params: ['from', 'to'] },
  // loads
  load_empty: { kind: 'invalid', params: [] },
  load_too_dirty: { kind: 'invalid', params: ['quarantined', 'read'] },
  load_incomplete: { kind: 'bug', params: ['expected', 'found'] },
  load_failed: { kind: 'invalid', params: ['dataset', 'reason'] },
  ingest_memory: { kind: 'too_large', params: [] },
  ingest_timeout: { kind: 'too_large', params: ['seconds'] },
  ingest_crashed: { kind: 'bug', params: [] },
  source_over_limit: { kind: 'too_large', params: ['limit'] },
  source_missing: { kind: 'missing', params: ['path'] },
  source_unreachable: { kind: 'invalid', params: ['url', 'status'] },
  // sources
  source_empty: { kind: 'invalid', params: [] },
  source_malformed: { kind: 'invalid', params: ['format', 'line', 'column'] },
  source_damaged: { kind: 'invalid', params: ['format'] },
  source_too_large: { kind: 'too_large', params: ['what', 'limit'] },
  source_encrypted: { kind: 'invalid', params: ['name'] },
  source_encoding_unknown: { kind: 'invalid', params: ['encoding'] },
  source_encoding_wrong: { kind: 'invalid', params: ['encoding'] },
  source_member_unknown: { kind: 'invalid', params: ['member', 'available'] },
  source_path_unknown: { kind: 'invalid', params: ['path'] },
  source_crs_unknown: { kind: 'invalid', params: ['crs'] },
  record_malformed: { kind: 'invalid', params: [] },
  record_not_object: { kind: 'invalid', params: [] },
  // requests
  host_unknown: { kind: 'misdirected', params: [] },
  uri_unknown: { kind: 'missing', params: [] },
  method_not_allowed: { kind: 'not_allowed', params: ['method'] },
  request_malformed: { kind: 'invalid', params: [] },
  media_type_unsupported: { kind: 'unsupported', params: ['expected'] },
  request_too_large: { kind: 'too_large', params: [] },
  overloaded: { kind: 'busy', params: [] },
  stopping: { kind: 'unavailable', params: [] },
  parameter_invalid: { kind: 'invalid', params: ['parameter', 'found', 'expected'] },
  parameter_window: { kind: 'invalid', params: ['message'] },
  odsql_syntax: { kind: 'invalid', params: ['message'] },
  odsql_invalid: { kind: 'invalid', params: ['message'] },
  // callers
  key_refused: { kind: 'signed_out', params: [] },
  portal_private: { kind: 'signed_out', params: [] },
  access_forbidden: { kind: 'forbidden', params: [] },
  // accounts
  user_unknown: { kind: 'missing', params: ['user'] },
  email_taken: { kind: 'conflict', params: ['email'] },
  email_invalid: { kind: 'invalid', params: [] },
  name_invalid: { kind: 'invalid', params: [] },
  language_unknown: { kind: 'invalid', params: ['language'] },
  password_short: { kind: 'invalid', params: ['least'] },
  password_long: { kind: 'invalid', params: ['most'] },
  password_weak: { kind: 'invalid', params: [] },
  role_unknown: { kind: 'invalid', params: ['role'] },
  identity_unavailable: { kind: 'unavailable', params: ['provider'] },
  identity_refused: { kind: 'forbidden', params: [] },
  logout_refused: { kind: 'invalid', params: [] },
  group_unknown: { kind: 'missing', params: ['group'] },
  group_taken: { kind: 'conflict', params: ['group'] },
  group_invalid: { kind: 'invalid', params: ['group'] },
  sign_up_closed: { kind: 'forbidden', params: [] },
  token_refused: { kind: 'gone', params: [] },
  move_refused: { kind: 'forbidden', params: [] },
  last_way_in: { kind: 'conflict', params: [] },
  session_gone: { kind: 'signed_out', params: [] },
  proof_needed: { kind: 'forbidden', params: [] },
  proof_refused: { kind: 'invalid', params: [] },
  too_many_attempts: { kind: 'too_many', params: ['seconds'] },
  last_administrator: { kind: 'conflict', params: [] },
  second_factor_needed: { kind: 'conflict', params: [] },
  passkey_refused: { kind: 'invalid', params: [] },
  passkey_unknown: { kind: 'missing', params: ['passkey'] },
  mail_unavailable: { kind: 'unavailable', params: [] },
  origin_foreign: { kind: 'forbidden', params: [] },
  csrf_cookie_missing: { kind: 'forbidden', params: [] },
  csrf_token_missing: { kind: 'forbidden', params: [] },
  csrf_token_malformed: { kind: 'forbidden', params: [] },
  csrf_token_wrong: { kind: 'forbidden', params: [] },
  sign_in_needed: { kind: 'signed_out', params: [] },
  quota_anonymous: { kind: 'too_many', params: ['limit', 'reset'] },
  quota_key: { kind: 'too_many', params: ['limit', 'reset'] },
  quota_portal: { kind: 'too_many', params: ['limit', 'reset'] },
  quota_dataset: { kind: 'too_many', params: ['limit', 'reset'] },
  // settings
  setting_unknown: { kind: 'invalid', params: ['name'] },
  setting_retired: { kind: 'invalid', params: ['name', 'instead'] },
  setting_invalid: { kind: 'invalid', params: ['name', 'expected'] },
  setting_together: { kind: 'invalid', params: ['name', 'with'] },
  config_unreadable: { kind: 'invalid', params: ['file'] },
  host_taken: { kind: 'conflict', params: ['host', 'portal'] },
  files_host_malformed: { kind: 'invalid', params: ['host'] },
  files_host_shared: { kind: 'conflict', params: ['host', 'portal'] },
  cookie_names_unsafe: { kind: 'conflict', params: ['host'] },
  host_needs_loopback: { kind: 'invalid', params: ['host', 'bind'] },
  // portals as code
  file_unreadable: { kind: 'invalid', params: ['file'] },
  file_not_json: { kind: 'invalid', params: ['file', 'line'] },
  member_missing: { kind: 'invalid', params: ['member'] },
  member_unknown: { kind: 'invalid', params: ['member'] },
  member_invalid: { kind: 'invalid', params: ['member', 'expected'] },
  brand_contrast: { kind: 'invalid', params: ['colour'] },
  portal_exists: { kind: 'conflict', params: ['slug'] },
  // audits
  audit_browser_missing: { kind: 'unavailable', params: ['what'] },
  audit_site_silent: { kind: 'unavailable', params: ['url'] },
  audit_declaration_missing: { kind: 'missing', params: ['url'] },
  // command line
  command_unknown: { kind: 'invalid', params: ['name'] },
  option_unknown: { kind: 'invalid', params: ['name'] },
  option_missing: { kind: 'invalid', params: ['name'] },
  argument_missing: { kind: 'invalid', params: ['name'] },
  argument_surplus: { kind: 'invalid', params: ['value'] },
  option_flag: { kind: 'invalid', params: ['name'] },
  argument_invalid: { kind: 'invalid', params: ['name', 'value'] },
  package_missing: { kind: 'missing', params: ['package', 'path'] },
  // the data folder and its engines
  data_folder_version: { kind: 'conflict', params: ['path', 'found', 'expected'] },
  data_folder_locked: { kind: 'conflict', params: ['path'] },
  data_folder_unwritable: { kind: 'unavailable', params: ['path'] },
  data_folder_foreign: { kind: 'conflict', params: ['path'] },
  runtime_folder_foreign: { kind: 'conflict', params: ['path'] },
  postgres_missing: { kind: 'unavailable', params: ['platform'] },
  postgres_unusable: { kind: 'unavailable', params: ['path'] },
  postgres_user_missing: { kind: 'unavailable', params: [] },
  postgres_version: { kind: 'conflict', params: ['path', 'found', 'expected'] },
  postgres_start: { kind: 'unavailable', params: ['path'] },
  database_newer: { kind: 'conflict', params: ['migration'] },
  // jobs
  job_deadline: { kind: 'too_large', params: ['seconds'] },
  job_lost: { kind: 'unavailable', params: [] },
  // sources that cannot be read as tables of text
  source_format_unknown: { kind: 'invalid', params: ['name'] },
  read_option_invalid: { kind: 'invalid', params: ['option', 'expected'] },
  // records in quarantine: a value that is not of its field's type
  cast_text: { kind: 'invalid', params: [] },
  cast_int: { kind: 'invalid', params: [] },
  cast_double: { kind: 'invalid', params: [] },
  cast_boolean: { kind: 'invalid', params: [] },
  cast_date: { kind: 'invalid', params: [] },
  cast_datetime: { kind: 'invalid', params: [] },
  cast_geo_point_2d: { kind: 'invalid', params: [] },
  cast_geo_shape: { kind: 'invalid', params: [] },
  cast_json_blob: { kind: 'invalid', params: [] },
  cast_file: { kind: 'invalid', params: [] },
  // records in quarantine: lines that are no records
  record_too_long: { kind: 'invalid', params: [] },
  record_too_large: { kind: 'invalid', params: [] },
  record_not_a_row: { kind: 'invalid', params: [] },
  // anything else
  bug: { kind: 'bug', params: [] },
} as const satisfies Record<string, { readonly kind: ErrorKind; readonly params: readonly string[] }>

export type ErrorCode = keyof typeof ERRORS
export type ErrorParams = Readonly<Record<string, string | number>>

/** A fault of the catalogue on its way to a door. `message` is for logs only. */
export class VitrineError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams

  constructor(code: ErrorCode, params: ErrorParams = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(params)}`, cause === undefined ? undefined : { cause })
    this.name = 'VitrineError'
    this.code = code
    this.params = params
  }

  get kind(): ErrorKind {
    return ERRORS[this.code].kind
  }
}

/** The fault that `thrown` is, or a `bug` that carries it. */
export const asVitrineError = (thrown: unknown): VitrineError =>
  thrown instanceof VitrineError ? thrown : new VitrineError('bug', {}, thrown)
