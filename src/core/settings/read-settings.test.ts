import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ERRORS } from '../errors.ts'
import type { Parsed } from '../parsed.ts'
import { SETTINGS, type Settings } from '../settings.ts'
import { readSettings } from './read-settings.ts'

const read = (env: Record<string, string> = {}, content?: unknown): Parsed<Settings> =>
  readSettings({ env, file: content === undefined ? null : { name: 'vitrine.json', content } })

const settings = (env: Record<string, string>, content?: unknown): Settings => {
  const result = read(env, content)
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

const faults = (env: Record<string, string>, content?: unknown) => {
  const result = read(env, content)
  assert.ok(!result.ok)
  for (const fault of result.diagnostics) assert.ok(fault.code in ERRORS, fault.code)
  return result.diagnostics
}

test('settings: an empty environment gives every default', () => {
  const value = settings({})
  const names = [...SETTINGS.map(setting => setting.name), 'clientSecrets']
  assert.deepEqual(Object.keys(value).sort(), names.sort())
  assert.equal(value.port, 8080)
  assert.equal(value.host, '127.0.0.1')
  assert.equal(value.databaseUrl, null)
  assert.equal(value.ingestMemory, 512 * 1024 ** 2)
  assert.equal(value.exportTimeout, 600)
})

test('settings: secrets of identity providers are taken by their names, nothing else is', () => {
  const { clientSecrets } = settings({ OIDC_TOWN: 'a', OIDC_town: 'b', HOME: 'c', oidc_x: 'd' })
  assert.deepEqual(clientSecrets, { OIDC_TOWN: 'a' })
})

test('settings: the environment wins over the file, the file over the default', () => {
  const value = settings({ PORT: '9000' }, { port: 7000, keepRevisions: 9 })
  assert.equal(value.port, 9000)
  assert.equal(value.keepRevisions, 9)
})

test('settings: an empty variable is an unset one', () => {
  assert.equal(settings({ PORT: '  ', DATABASE_URL: '' }).port, 8080)
})

test('settings: a foreign variable is none of ours', () => {
  assert.ok(read({ HOME: '/root', PATH: '/bin', VITRINE_TEST_CHROMIUM: '/x', VITRINE_CONFIG: 'a.json' }).ok)
})

test('settings: null in the file means unset, a list may be an array', () => {
  const value = settings({}, { trustedProxies: ['loopback', '10.0.0.0/8', 'fd00::/8'], provider: null })
  assert.deepEqual(value.trustedProxies, ['loopback', '10.0.0.0/8', 'fd00::/8'])
  assert.equal(value.provider, null)
})

const MEASURES: readonly [env: string, text: string, name: keyof Settings, expected: unknown][] = [
  ['VITRINE_MAX_BODY', '2048', 'maxBody', 2048],
  ['VITRINE_MAX_BODY', '2 MB', 'maxBody', 2 * 1024 ** 2],
  ['VITRINE_MIN_FREE_SPACE', '0', 'minFreeSpace', 0],
  ['VITRINE_QUERY_TIMEOUT', '90', 'queryTimeout', 90],
  ['VITRINE_QUERY_TIMEOUT', '2m', 'queryTimeout', 120],
  ['VITRINE_INGEST_TIMEOUT', '1d', 'ingestTimeout', 86_400],
  ['PORT', '0', 'port', 0],
  ['DATABASE_URL', 'postgres://u:p@db:5432/vitrine', 'databaseUrl', 'postgres://u:p@db:5432/vitrine'],
  ['VITRINE_PUBLIC_SCHEME', 'https', 'publicScheme', 'https'],
]
for (const [env, text, name, expected] of MEASURES)
  test(`settings: ${env}=${text}`, () => assert.deepEqual(settings({ [env]: text })[name], expected))

const REFUSED: readonly [env: string, text: string][] = [
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['PORT', '8080 9090'],
  ['PORT', '1e3'],
  ['VITRINE_MAX_BODY', '1xb'],
  ['VITRINE_MAX_BODY', '12'],
  ['VITRINE_MAX_BODY', '999999999999999tb'],
  ['VITRINE_QUERY_TIMEOUT', '0'],
  ['VITRINE_LOG_LEVEL', 'loud'],
  ['DATABASE_URL', 'mysql://db/x'],
  ['DATABASE_URL', 'db:5432'],
  ['CLICKHOUSE_URL', 'ch:8123'],
  ['VITRINE_TRUSTED_PROXIES', '10.0.0.0/33'],
  ['VITRINE_TRUSTED_PROXIES', '10.0.0'],
  ['VITRINE_TRUSTED_PROXIES', 'loopback,'],
  ['VITRINE_TRUSTED_PROXIES', 'fd00::/129'],
  ['VITRINE_TRUSTED_PROXIES', 'everyone'],
]
for (const [env, text] of REFUSED)
  test(`settings: ${env}=${text} is refused`, () => {
    const [fault] = faults({ [env]: text })
    assert.equal(fault.code, 'setting_invalid')
    assert.equal(fault.place, env)
    assert.ok(!JSON.stringify(fault).includes(text), 'a refused value may be a secret')
  })

const MISSPELT: readonly [name: string, near: string][] = [
  ['VITRINE_HOMES', 'VITRINE_HOME'],
  ['VITRINE_PORT', 'PORT'],
  ['VITRINE_DATABASE_URL', 'DATABASE_URL'],
  ['VITRINE_LOGLEVEL', 'VITRINE_LOG_LEVEL'],
]
for (const [name, near] of MISSPELT)
  test(`settings: ${name} is refused with what was meant`, () => {
    const [fault] = faults({ [name]: 'x' })
    assert.equal(fault.code, 'setting_unknown')
    assert.deepEqual(fault.hint, { code: 'did_you_mean', params: { name: near } })
  })

test('settings: a member of the file is named with its file', () => {
  const [fault] = faults({}, { prot: 8080 })
  assert.equal(fault.place, 'vitrine.json: prot')
  assert.deepEqual(fault.hint?.params, { name: 'port' })
})

test('settings: all faults are told', () => {
  const codes = faults({ PORT: 'x', VITRINE_NOPE: '1', VITRINE_TLS_KEY: 'k.pem' }, { logLevel: 3 }).map(
    f => f.code,
  )
  assert.deepEqual(codes.sort(), [
    'setting_invalid',
    'setting_invalid',
    'setting_together',
    'setting_unknown',
  ])
})

for (const content of [null, [], 'port=1', 3])
  test(`settings: a config file holding ${JSON.stringify(content)} is refused`, () => {
    const [fault] = faults({}, content)
    assert.equal(fault.code, 'config_unreadable')
  })

test('settings: names and variables are unique', () => {
  assert.equal(new Set(SETTINGS.map(setting => setting.name)).size, SETTINGS.length)
  assert.equal(new Set(SETTINGS.map(setting => setting.env)).size, SETTINGS.length)
})
