import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownService } from '../../core/privacy/services/own-service.ts'
import type { RemoteImage, RemoteImages } from '../ports/remote-images.ts'
import { proxiedImages } from './proxied-images.ts'

const service = (mode: 'proxy' | 'open', host: string) =>
  ownService('s', {
    ...{ name: 's', mode, provider: { name: 's', country: 'BE' }, hosts: [host] },
    ...{ function: { en: 'x' }, purpose: { en: 'x' }, discloses: { en: 'x' } },
  })
const DECLARED = [service('proxy', 'images.example'), service('open', 'open.example')]
const IMAGE: RemoteImage = { type: 'image/png', bytes: new Uint8Array(3) }

/** A server of images that counts, and has none under `/none`. */
function counting(): RemoteImages & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    load: async url => {
      asked.push(url.href)
      return url.pathname === '/none' ? null : IMAGE
    },
  }
}

test('an image is asked for once, however many look at it, by portal', async () => {
  const remote = counting()
  const images = proxiedImages(remote)
  const url = new URL('https://images.example/a.png')
  const found = await Promise.all([1, 1, 1, 2].map(portal => images.find(portal, DECLARED, url)))
  assert.deepEqual(found, [IMAGE, IMAGE, IMAGE, IMAGE])
  assert.equal(await images.find(1, DECLARED, url), IMAGE)
  assert.equal(remote.asked.length, 2)
})

test('what cannot be had is not asked for again at once', async () => {
  const remote = counting()
  const images = proxiedImages(remote)
  for (let at = 0; at < 3; at++)
    assert.equal(await images.find(1, DECLARED, new URL('https://images.example/none')), null)
  assert.equal(remote.asked.length, 1)
})

test('a host that is not declared with that mode, or not any more, is never asked', async () => {
  const remote = counting()
  const images = proxiedImages(remote)
  const url = new URL('https://images.example/a.png')
  assert.equal(await images.find(1, DECLARED, url), IMAGE)
  assert.equal(await images.find(1, [], url), null)
  assert.equal(await images.find(1, DECLARED, new URL('https://open.example/a.png')), null)
  assert.equal(await images.find(1, DECLARED, new URL('https://images.example:8443/a.png')), null)
  assert.equal(remote.asked.length, 1)
})
