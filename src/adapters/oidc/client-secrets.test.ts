import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { VitrineError } from '../../core/errors.ts'
import { clientSecrets } from './client-secrets.ts'

test('secrets come from their variables and their folder, and from nowhere else', async () => {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-secrets-'))
  const secretOf = clientSecrets({ OIDC_TOWN: ' one\n', OIDC_EMPTY: '' }, join(home, 'secrets'))
  try {
    await writeFile(join(home, 'secret.key'), 'master')
    assert.equal(await secretOf(undefined, 'town'), null)
    assert.equal(await secretOf({ env: 'OIDC_TOWN' }, 'town'), 'one')
    for (const source of [
      { env: 'OIDC_EMPTY' },
      { env: 'PATH' },
      { env: 'constructor' },
      { file: 'none' },
      { file: '../secret.key' },
      { file: '/etc/hostname' },
    ])
      await assert.rejects(
        secretOf(source, 'town'),
        thrown => thrown instanceof VitrineError && thrown.code === 'identity_unavailable',
        JSON.stringify(source),
      )
    const inFolder = clientSecrets({}, home)
    assert.equal(await inFolder({ file: 'secret.key' }, 'town'), 'master')
  } finally {
    await rm(home, { recursive: true })
  }
})
