import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { describe, test } from 'node:test'
import { Ajv } from 'ajv'
import { canonicalJson } from '../../src/core/privacy/policy/content-hash.ts'
import { FOUNDING } from './facts.ts'
import { NORTH, portals, TOWN } from './portals.ts'
import { readPage, shownEntries } from './read-page.ts'

const JSON_PATH = '/.well-known/cookie-policy.json'
/** What stands before an Ed25519 key in SPKI (RFC 8410 §4). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

interface Policy {
  readonly signature: string
  readonly entries: readonly { readonly id: string }[]
}

function isSigned({ signature, ...policy }: Policy): boolean {
  const [, key = '', signed = ''] = signature.split('.')
  const publicKey = createPublicKey({
    key: Buffer.concat([SPKI_HEAD, Buffer.from(key, 'base64url')]),
    format: 'der',
    type: 'spki',
  })
  return verify(null, Buffer.from(canonicalJson(policy)), publicKey, Buffer.from(signed, 'base64url'))
}

export function json(): void {
  describe('the form for programs', () => {
    test('P42: it fits its published schema, and says the same entries as the page, both ways', async () => {
      const { get } = await portals()
      const schema = await get(TOWN, '/.well-known/cookie-policy.schema.json')
      assert.match(String(schema.headers['content-type']), /^application\/schema\+json/)
      const check = new Ajv({ allErrors: true, strict: false }).compile(JSON.parse(schema.text))
      for (const host of [TOWN, NORTH, ...FOUNDING.portals.map(portal => portal.host)]) {
        const policy: Policy = JSON.parse((await get(host, JSON_PATH)).text)
        assert.ok(check(policy), JSON.stringify(check.errors))
        assert.deepEqual(
          policy.entries.map(({ id }) => id).sort(),
          [...shownEntries(readPage((await get(host, '/en/cookies/')).text))].sort(),
        )
        assert.ok(!check({ ...policy, more: 1 }), 'nothing beside it')
        assert.ok(!check({ ...policy, entries: [{ ...policy.entries[0], lifetime: {} }] }))
      }
    })

    test('anyone may read it from any page, keep it for an hour, and ask whether it changed', async () => {
      const { get } = await portals()
      const answer = await get(TOWN, JSON_PATH, { origin: 'https://elsewhere.example' })
      assert.equal(answer.headers['access-control-allow-origin'], '*')
      assert.equal(answer.headers['access-control-allow-credentials'], undefined)
      assert.equal(answer.headers['cache-control'], 'public, max-age=3600')
      assert.equal(answer.headers['set-cookie'], undefined)
      assert.match(String(answer.headers['content-type']), /^application\/json/)
      const tag = String(answer.headers.etag)
      assert.equal((await get(TOWN, JSON_PATH, { 'if-none-match': tag })).status, 304)
      const alias = await get(TOWN, '/api/cookies')
      assert.equal(alias.text, answer.text)
      assert.equal(alias.headers.etag, tag)
      assert.equal(alias.headers['access-control-allow-origin'], '*')
    })

    test('a cookie changes nothing in it, and is not looked at', async () => {
      const { get } = await portals()
      const plain = await get(TOWN, JSON_PATH)
      const sent = await get(TOWN, JSON_PATH, { cookie: `sessionid=${'A'.repeat(43)}; django_language=fr` })
      assert.equal(sent.text, plain.text)
      assert.equal(sent.headers['cache-control'], plain.headers['cache-control'])
      assert.equal(sent.headers['set-cookie'], undefined)
    })

    test('it is signed with a key of the portal’s own, and one changed sign shows', async () => {
      const { get } = await portals()
      const [town, north]: readonly Policy[] = [
        JSON.parse((await get(TOWN, JSON_PATH)).text),
        JSON.parse((await get(NORTH, JSON_PATH)).text),
      ]
      assert.ok(town && north && isSigned(town) && isSigned(north))
      assert.notEqual(town.signature.split('.')[1], north.signature.split('.')[1])
      assert.ok(!isSigned({ ...town, entries: town.entries.slice(1) }))
    })

    test('vendor storage disclosures: each thing that is kept, with its age in seconds', async () => {
      const { get } = await portals()
      const { text, headers } = await get(TOWN, `${JSON_PATH}?format=tcf-disclosures`)
      const { disclosures } = JSON.parse(text)
      assert.equal(headers['access-control-allow-origin'], '*')
      assert.deepEqual(disclosures[1], {
        identifier: 'django_language',
        type: 'cookie',
        maxAgeSeconds: 15_552_000,
        cookieRefresh: false,
        domains: [TOWN],
        purposes: [],
        optOut: false,
      })
      assert.equal(disclosures.length, 4)
    })
  })
}
