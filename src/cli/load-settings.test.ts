import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { loadSettings } from './load-settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'vitrine-settings-'))
const elsewhere = join(folder, 'etc')
mkdirSync(elsewhere)
after(() => rmSync(folder, { recursive: true, force: true }))

const load = (env: Record<string, string> = {}, from = folder) => {
  const result = loadSettings(env, from)
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

test('settings: without a file, folders lie where it was started', () => {
  const settings = load()
  assert.equal(settings.home, join(folder, 'data'))
  assert.equal(settings.blobs, join(folder, 'data', 'blobs'))
  assert.equal(settings.portals, join(folder, 'portals'))
  assert.equal(settings.tlsKey, null)
})

test('settings: a named file gives its folder to its paths', () => {
  const file = join(elsewhere, 'site.json')
  writeFileSync(file, JSON.stringify({ home: 'store', tlsCertificate: 'a.pem', tlsKey: '/k.pem', port: 1 }))
  const settings = load({ VITRINE_CONFIG: file, PORT: '2' })
  assert.equal(settings.home, join(elsewhere, 'store'))
  assert.equal(settings.blobs, join(elsewhere, 'store', 'blobs'))
  assert.equal(settings.tlsCertificate, join(elsewhere, 'a.pem'))
  assert.equal(settings.tlsKey, '/k.pem')
  assert.equal(settings.port, 2)
})

test('settings: vitrine.json is found where it was started', () => {
  writeFileSync(join(elsewhere, 'vitrine.json'), '{ "port": 99 }')
  assert.equal(load({}, elsewhere).port, 99)
})

test('settings: a named file that is not there, or is no JSON, is refused', () => {
  writeFileSync(join(elsewhere, 'broken.json'), '{ port: 1 }')
  for (const file of ['nowhere.json', 'etc/broken.json']) {
    const result = loadSettings({ VITRINE_CONFIG: file }, folder)
    assert.ok(!result.ok)
    assert.equal(result.diagnostics[0].code, 'config_unreadable')
  }
})
