import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { readSecrets } from './secret-key.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secret-'))
})
after(() => rm(folder, { recursive: true }))

test('a secret is made once, whoever asks first, and nobody else may read it', async () => {
  const [one, two] = await Promise.all([readSecrets(null, folder), readSecrets(null, folder)])
  assert.equal(one[0].byteLength, 32)
  assert.deepEqual(one, two)
  assert.deepEqual(await readSecrets(null, folder), one)
  assert.equal((await stat(join(folder, 'secret.key'))).mode & 0o777, 0o600)
})

test('the setting wins; a former secret follows the one in force', async () => {
  const [a, b] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)].map(bytes => bytes.toString('base64url'))
  const read = await readSecrets(`${a}, ${b}`, folder)
  assert.deepEqual(
    read.map(secret => secret[0]),
    [1, 2],
  )
})

for (const wrong of ['', 'short', `${'A'.repeat(43)},`, 'x'.repeat(100)])
  test(`${JSON.stringify(wrong.slice(0, 12))} is no secret`, () =>
    assert.rejects(readSecrets(wrong, folder), { code: 'setting_invalid' }))
