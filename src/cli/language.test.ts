import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandLineLanguage } from './language.ts'

const CASES: readonly [env: Record<string, string>, language: string][] = [
  [{}, 'en'],
  [{ LANG: 'fr_BE.UTF-8' }, 'fr'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{ LANG: 'fr_FR', LC_ALL: 'nl' }, 'nl'],
  [{ LANG: 'fr_FR', LC_MESSAGES: 'de_DE@euro' }, 'de'],
  [{ LANG: 'fr_FR', LC_ALL: '' }, 'fr'],
  [{ LANG: 'frx' }, 'en'],
]
for (const [env, language] of CASES)
  test(`language of the terminal: ${JSON.stringify(env)}`, () =>
    assert.equal(commandLineLanguage(env), language))
