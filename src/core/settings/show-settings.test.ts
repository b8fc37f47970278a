import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSettings } from './read-settings.ts'
import { masked, showSettings } from './show-settings.ts'

const CASES: readonly [secret: string, shown: string][] = [
  ['postgres://ana:s3cret@db:5432/vitrine', 'postgres://ana:***@db:5432/vitrine'],
  ['postgres://db/vitrine?password=s3cret', 'postgres://db/vitrine'],
  ['https://:s3cret@ch:8443/', 'https://ch:8443'],
  ['s3cret', '***'],
  ['mailto:s3cret', '***'],
]
for (const [secret, shown] of CASES)
  test(`masked: ${shown}`, () => {
    assert.equal(masked(secret), shown)
    assert.ok(!masked(secret).includes('s3cret'))
  })

test('shown settings: nothing secret leaves, what was changed is marked', () => {
  const read = (env: Record<string, string>) => {
    const result = readSettings({ env, file: null })
    assert.ok(result.ok)
    return result.value
  }
  const shown = showSettings(
    read({ VITRINE_METRICS_TOKEN: 'tok-9', DATABASE_URL: 'postgres://a:pw-9@h/d', PORT: '81' }),
    read({}),
  )
  assert.ok(!/tok-9|pw-9/.test(JSON.stringify(shown)))
  assert.deepEqual(
    shown.filter(setting => setting.changed).map(setting => setting.name),
    ['port', 'databaseUrl', 'metricsToken'],
  )
})
