import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv } from 'ajv'
import ajvFormats from 'ajv-formats'
import { CHROMIUM_NEEDED, chromiumPath } from '../browser/pages/chromium.ts'
import { auditSmallSite, openTestBrowser } from './audit-small-site.ts'
import { openSmallSite, page } from './small-site.ts'

const path = chromiumPath()
const require = createRequire(import.meta.url)

function harValidator() {
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajvFormats.default(ajv)
  ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'))
  const schemas: Readonly<Record<string, object>> = require('har-schema')
  for (const schema of Object.values(schemas)) ajv.addSchema(schema)
  return ajv.getSchema('har.json#')
}

test('an HTTP archive of each state: HAR 1.2, no contents, no password', {
  skip: path === undefined ? CHROMIUM_NEEDED : false,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-har-'))
  const browser = await openTestBrowser(path ?? '')
  const site = await openSmallSite({
    'har.localhost': {
      '/': { ...page('<p>a text of the page'), headers: { 'set-cookie': 'seen=1' } },
      '/sign-in': page('<form method="post" action="/in"><input name="password"><button>in</button></form>'),
      '/in': { status: 303, headers: { location: '/?again=s3cret%26word' } },
    },
  })
  try {
    const plan = {
      scripts: {
        signIn: [{ goto: '/sign-in' }, { fill: '[name=password]', value: '{password}' }, { click: 'button' }],
        signOut: [{ goto: '/' }],
      },
    }
    await auditSmallSite(browser, site, 'har.localhost', {
      ...{ entries: [], plan, states: 'ag', harFolder: folder },
      credentials: { user: 'ada', password: 's3cret&word' },
    })
    assert.deepEqual((await readdir(folder)).sort(), ['a-first_visit.har', 'g-signed_in.har'])
    const validate = harValidator()
    for (const name of await readdir(folder)) {
      const text = await readFile(join(folder, name), 'utf8')
      const archive: unknown = JSON.parse(text)
      assert.equal(validate?.(archive), true, JSON.stringify(validate?.errors?.slice(0, 5)))
      assert.match(text, /"seen"/, 'cookies are what it is for')
      assert.doesNotMatch(text, /a text of the page|s3cret/)
    }
  } finally {
    await browser.close()
    await site.close()
    await rm(folder, { recursive: true, force: true })
  }
})
