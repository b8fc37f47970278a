import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { type Assets, readManifest } from '../src/http/web/assets.ts'
import { ICONS } from '../src/http/web/ui/icon.tsx'
import { buildAssets } from './build-assets.ts'
import { sprite } from './build-icons.ts'

describe('assets', () => {
  let folder: string
  let assets: Assets
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-assets-'))
    await writeFile(join(folder, 'left-over.css'), '')
    await buildAssets(folder)
    assets = await readManifest(folder)
  })
  after(() => rm(folder, { recursive: true }))

  const size = async (address: string): Promise<number> =>
    (await stat(join(folder, `${basename(address)}.br`))).size

  /** The editor of questions, which only the API tab of a dataset asks for. */
  const isEditor = (name: string): boolean => name.startsWith('v-odsql-')

  test('every file has its content in its name, and nothing old is left', async () => {
    for (const name of await readdir(folder))
      assert.match(name, /^(?:manifest\.json|[\w-]+-[A-Z0-9]{8}\.(?:css|js|svg|woff2)(?:\.br|\.gz)?)$/)
    for (const address of Object.values(assets)) await stat(join(folder, basename(address)))
  })

  test('building again gives the same names', async () => {
    await buildAssets(folder)
    assert.deepEqual(await readManifest(folder), assets)
  })

  test('compressed copies hold the same bytes', async () => {
    for (const address of Object.values(assets)) {
      const path = join(folder, basename(address))
      const content = await readFile(path)
      assert.deepEqual(brotliDecompressSync(await readFile(`${path}.br`)), content)
      assert.deepEqual(gunzipSync(await readFile(`${path}.gz`)), content)
    }
  })

  test('budgets: styles at most 8 KB, all scripts of a page at most 10 KB, in brotli', async () => {
    assert.ok((await size(assets.styles)) <= 8_000)
    const scripts = (await readdir(folder)).filter(name => name.endsWith('.js'))
    const sizes = await Promise.all(scripts.filter(name => !isEditor(name)).map(size))
    assert.ok(sizes.reduce((sum, bytes) => sum + bytes, 0) <= 10_000)
    const editor = await Promise.all(scripts.filter(isEditor).map(size))
    assert.ok(editor.length === 1 && editor.every(bytes => bytes <= 110_000))
  })

  test('no other script brings the editor along', async () => {
    for (const name of (await readdir(folder)).filter(name => name.endsWith('.js') && !isEditor(name)))
      assert.doesNotMatch(await readFile(join(folder, name), 'utf8'), /(?:from|import)\s*"[^"]*v-odsql/)
  })

  test('styles ask no other host for anything, and every font they name is there', async () => {
    const css = await readFile(join(folder, basename(assets.styles)), 'utf8')
    assert.doesNotMatch(css, /https?:|@import/)
    const fonts = [...css.matchAll(/url\("?([^")]+)"?\)/g)].map(match => match[1] ?? '')
    assert.equal(fonts.length, 3)
    for (const font of fonts) {
      assert.match(font, /^\/assets\//)
      await stat(join(folder, basename(font)))
    }
  })

  test('the sprite holds the icons that pages use', async () => {
    const kept = await readFile(new URL('../src/http/web/styles/icons.svg', import.meta.url), 'utf8')
    assert.equal(kept, sprite(ICONS), 'run scripts/build-icons.ts')
  })

  test('a manifest that lacks something is refused', async () => {
    await writeFile(join(folder, 'manifest.json'), '{"styles":"/assets/x.css"}')
    await assert.rejects(readManifest(folder), /manifest without script/)
  })
})
