import type { Bounds, SettingKindName } from './settings/kinds.ts'

/**
 * One setting. `name` is its member in the config file, `env` its environment variable; `default` is written
 * as an operator would. Its help is the sentence `setting.<name>` of the `cli` catalogue.
 */
export interface SettingDeclaration extends Bounds {
  readonly name: string
  readonly env: string
  readonly group: SettingGroup
  readonly kind: SettingKindName
  /** Null: unset, and the value is null. */
  readonly default: string | null
  /** Never printed. */
  readonly secret?: true
}

/** Groups of the settings page, in order. */
export const SETTING_GROUPS = ['door', 'folders', 'engines', 'limits', 'operations'] as const
export type SettingGroup = (typeof SETTING_GROUPS)[number]

/** Every setting there is; the environment, the config file, `vitrine check` and docs/settings.md follow it. */
export const SETTINGS = [
  { name: 'port', env: 'PORT', group: 'door', kind: 'count', default: '8080', max: 65_535 },
  { name: 'host', env: 'HOST', group: 'door', kind: 'text', default: '127.0.0.1' },
  {
    name: 'publicScheme',
    env: 'VITRINE_PUBLIC_SCHEME',
    group: 'door',
    kind: 'choice',
    default: 'http',
    values: ['http', 'https'],
  },
  { name: 'trustedProxies', env: 'VITRINE_TRUSTED_PROXIES', group: 'door', kind: 'networks', default: null },
  { name: 'tlsCertificate', env: 'VITRINE_TLS_CERTIFICATE', group: 'door', kind: 'path', default: null },
  { name: 'tlsKey', env: 'VITRINE_TLS_KEY', group: 'door', kind: 'path', default: null },
  {
    name: 'sharedSuffixes',
    env: 'VITRINE_SHARED_SUFFIXES',
    group: 'door',
    kind: 'text',
    default: null,
  },
  { name: 'filesHost', env: 'VITRINE_FILES_HOST', group: 'door', kind: 'text', default: null },
  { name: 'secretKey', env: 'VITRINE_SECRET_KEY', group: 'door', kind: 'text', default: null, secret: true },
  { name: 'home', env: 'VITRINE_HOME', group: 'folders', kind: 'path', default: 'data' },
  { name: 'portals', env: 'VITRINE_PORTALS', group: 'folders', kind: 'path', default: 'portals' },
  { name: 'blobs', env: 'VITRINE_BLOBS', group: 'folders', kind: 'path', default: null },
  {
    name: 'clickhouseUrl',
    env: 'CLICKHOUSE_URL',
    group: 'engines',
    kind: 'url',
    default: null,
    schemes: ['http', 'https'],
    secret: true,
  },
  {
    name: 'databaseUrl',
    env: 'DATABASE_URL',
    group: 'engines',
    kind: 'url',
    default: null,
    schemes: ['postgres', 'postgresql'],
    secret: true,
  },
  { name: 'maxQueries', env: 'VITRINE_MAX_QUERIES', group: 'limits', kind: 'count', default: '8', min: 1 },
  {
    name: 'queryTimeout',
    env: 'VITRINE_QUERY_TIMEOUT',
    group: 'limits',
    kind: 'seconds',
    default: '10s',
    min: 1,
  },
  {
    name: 'exportTimeout',
    env: 'VITRINE_EXPORT_TIMEOUT',
    group: 'limits',
    kind: 'seconds',
    default: '10m',
    min: 1,
  },
  { name: 'maxBody', env: 'VITRINE_MAX_BODY', group: 'limits', kind: 'bytes', default: '1mb', min: 1024 },
  {
    name: 'maxSource',
    env: 'VITRINE_MAX_SOURCE',
    group: 'limits',
    kind: 'bytes',
    default: '20gb',
    min: 1024,
  },
  {
    name: 'keepRevisions',
    env: 'VITRINE_KEEP_REVISIONS',
    group: 'limits',
    kind: 'count',
    default: '3',
    min: 1,
  },
  {
    name: 'ingestMemory',
    env: 'VITRINE_INGEST_MEMORY',
    group: 'limits',
    kind: 'bytes',
    default: '512mb',
    min: 128 * 1024 ** 2,
  },
  {
    name: 'ingestTimeout',
    env: 'VITRINE_INGEST_TIMEOUT',
    group: 'limits',
    kind: 'seconds',
    default: '2h',
    min: 1,
  },
  {
    name: 'ingestParallel',
    env: 'VITRINE_INGEST_PARALLEL',
    group: 'limits',
    kind: 'count',
    default: '1',
    min: 1,
  },
  { name: 'maxPrepared', env: 'VITRINE_MAX_PREPARED', group: 'limits', kind: 'bytes', default: '2gb' },
  { name: 'minFreeSpace', env: 'VITRINE_MIN_FREE_SPACE', group: 'limits', kind: 'bytes', default: '1gb' },
  {
    name: 'smtpUrl',
    env: 'VITRINE_SMTP_URL',
    group: 'operations',
    kind: 'url',
    default: null,
    schemes: ['smtp', 'smtps'],
    secret: true,
  },
  {
    name: 'mailFrom',
    env: 'VITRINE_MAIL_FROM',
    group: 'operations',
    kind: 'text',
    default: 'vitrine@localhost',
  },
  { name: 'provider', env: 'VITRINE_PROVIDER', group: 'operations', kind: 'text', default: null },
  {
    name: 'logLevel',
    env: 'VITRINE_LOG_LEVEL',
    group: 'operations',
    kind: 'choice',
    default: 'info',
    values: ['debug', 'info', 'warn', 'error', 'silent'],
  },
  {
    name: 'metricsToken',
    env: 'VITRINE_METRICS_TOKEN',
    group: 'operations',
    kind: 'text',
    default: null,
    secret: true,
  },
  { name: 'chromium', env: 'VITRINE_CHROMIUM', group: 'operations', kind: 'path', default: null },
  {
    name: 'auditPassword',
    env: 'VITRINE_AUDIT_PASSWORD',
    group: 'operations',
    kind: 'text',
    default: null,
    secret: true,
  },
  {
    name: 'auditKey',
    env: 'VITRINE_AUDIT_KEY',
    group: 'operations',
    kind: 'text',
    default: null,
    secret: true,
  },
  {
    name: 'shutdownGrace',
    env: 'VITRINE_SHUTDOWN_GRACE',
    group: 'operations',
    kind: 'seconds',
    default: '10s',
  },
] as const satisfies readonly SettingDeclaration[]

/** Names that once were, and what took their place; using one is refused with that hint. */
export const RETIRED_SETTINGS: Readonly<Record<string, string>> = {}

type Declared = (typeof SETTINGS)[number]

type ValueOf<D> = D extends { kind: 'count' | 'bytes' | 'seconds' }
  ? number
  : D extends { kind: 'networks' }
    ? readonly string[]
    : D extends { kind: 'choice'; values: readonly (infer V)[] }
      ? V
      : string

/** All settings, typed: counts and bytes as integers, durations in seconds, paths as written. */
export type Settings = {
  readonly [D in Declared as D['name']]: D extends { default: null } ? ValueOf<D> | null : ValueOf<D>
} & {
  /** Variables `OIDC_…`, which identity providers of portals name: secrets, told nowhere. */
  readonly clientSecrets: Readonly<Record<string, string>>
}
