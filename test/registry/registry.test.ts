import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CATALOGUES } from '../../src/core/i18n/catalogues.ts'
import { CONSENT_SECONDS } from '../../src/core/privacy/consent-value.ts'
import { registryFaults } from '../../src/core/privacy/registry-faults.ts'
import type { EntryScope } from '../../src/http/cookies/entry-scope.ts'
import { codeEntries } from '../../src/http/cookies/registry.ts'
import { testPortal } from '../chaos/open-test-deployment.ts'

const ROOT = join(import.meta.dirname, '..', '..')

const KNOWN = {
  isSaid: (key: string) => Object.values(CATALOGUES).every(catalogue => key in catalogue),
  declares: (file: string, id: string) =>
    existsSync(join(ROOT, file)) && readFileSync(join(ROOT, file), 'utf8').includes(`id: '${id}'`),
}

const scope = (change: Partial<EntryScope>): EntryScope => ({
  ...{ config: testPortal('town'), provider: null, naming: 'plain', secure: true },
  ...change,
})

for (const [name, change] of Object.entries({
  plain: {},
  hardened: { naming: 'hardened' },
  session: { config: { ...testPortal('town'), cookies: { language: 'session' } } },
} satisfies Record<string, Partial<EntryScope>>))
  test(`P13, P14, P15, P16: the entries that the code declares have no fault (${name})`, () =>
    assert.deepEqual(registryFaults(codeEntries(scope(change)), KNOWN), []))

test('G2, P02: there are four entries, cookies of this host all', () => {
  const entries = codeEntries(scope({}))
  assert.deepEqual(
    entries.map(({ name }) => name),
    ['sessionid', 'django_language', 'csrftoken', 'cookies_preferences'],
  )
  assert.ok(entries.every(({ kind, party }) => kind === 'cookie' && party === 'first'))
  assert.equal(CONSENT_SECONDS, 15_552_000)
})
