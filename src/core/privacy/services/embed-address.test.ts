import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KNOWN_SERVICES } from './catalogue.ts'
import { embedPath, embedReferenceOf, embedTarget } from './embed-address.ts'
import { servicesOf } from './services-of.ts'

const provider = { name: 'Town', country: 'BE' }
const texts = { function: { en: 'f' }, purpose: { en: 'p' }, discloses: { en: 'd' } }
const services = servicesOf({
  languages: ['en'],
  services: {
    known: KNOWN_SERVICES.map(({ id }) => id),
    hosted: {
      tube: { like: 'peertube', host: 'tube.town.example', provider },
      social: { like: 'mastodon', host: 'social.town.example', provider },
    },
    own: {
      own: {
        ...texts,
        ...{ name: 'Own', provider, hosts: ['maps.example.org'] },
        frame: 'https://maps.example.org/embed/{reference}?a=1',
        page: 'https://maps.example.org/{reference}',
      },
    },
  },
})

const KNOWN: readonly (readonly [address: string, service: string, reference: string])[] = [
  ['https://www.youtube.com/embed/dQw4w9WgXcQ', 'youtube', 'dQw4w9WgXcQ'],
  ['http://www.youtube.com/embed/dQw4w9WgXcQ?autoplay=1&start=3', 'youtube', 'dQw4w9WgXcQ'],
  ['//www.youtube-nocookie.com/embed/dQw4w9WgXcQ', 'youtube', 'dQw4w9WgXcQ'],
  ['https://youtube.com/watch?feature=x&v=dQw4w9WgXcQ#t=3', 'youtube', 'dQw4w9WgXcQ'],
  ['https://m.youtube.com/watch?v=dQw4w9WgXcQ', 'youtube', 'dQw4w9WgXcQ'],
  ['https://youtu.be/dQw4w9WgXcQ?si=abc', 'youtube', 'dQw4w9WgXcQ'],
  ['https://www.youtube.com/shorts/dQw4w9WgXcQ', 'youtube', 'dQw4w9WgXcQ'],
  ['https://www.youtube.com/embed/videoseries?list=PLabcdefghijkl', 'youtube', 'list/PLabcdefghijkl'],
  ['https://player.vimeo.com/video/76979871', 'vimeo', '76979871'],
  ['https://player.vimeo.com/video/76979871?h=8272103f6e&title=0', 'vimeo', '76979871/8272103f6e'],
  ['https://vimeo.com/76979871', 'vimeo', '76979871'],
  ['https://www.dailymotion.com/embed/video/x8abcde', 'dailymotion', 'x8abcde'],
  ['https://geo.dailymotion.com/player.html?video=x8abcde', 'dailymotion', 'x8abcde'],
  [
    'https://www.openstreetmap.org/export/embed.html?bbox=4.1%2C50.1%2C4.9%2C50.9&layer=mapnik',
    'openstreetmap',
    '4.1,50.1,4.9,50.9',
  ],
  [
    'https://www.openstreetmap.org/export/embed.html?bbox=-4.1,50.1,4.9,50.9&marker=50.5%2C4.5',
    'openstreetmap',
    '-4.1,50.1,4.9,50.9/50.5,4.5',
  ],
  ['https://www.google.com/maps/embed?pb=!1m18!1m12!1m3!1d2519.2', 'google-maps', '!1m18!1m12!1m3!1d2519.2'],
  ['https://datawrapper.dwcdn.net/aB3dE/', 'datawrapper', 'aB3dE'],
  ['https://datawrapper.dwcdn.net/aB3dE/12/', 'datawrapper', 'aB3dE/12'],
  ['https://flo.uri.sh/visualisation/123456/embed', 'flourish', 'visualisation/123456'],
  ['https://e.infogram.com/1p0-abcd-efgh?src=embed', 'infogram', '1p0-abcd-efgh'],
  [
    'https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/293',
    'soundcloud',
    'tracks/293',
  ],
  ['https://twitter.com/town/status/1234567890', 'x', 'town/1234567890'],
  ['https://platform.twitter.com/embed/Tweet.html?id=1234567890', 'x', '1234567890'],
  ['https://tube.town.example/w/9c9de5e8-0a1e-484a', 'tube', '9c9de5e8-0a1e-484a'],
  ['https://social.town.example/@mayor/112233445566', 'social', '@mayor/112233445566'],
  ['https://maps.example.org/embed/a/b', 'own', 'a/b'],
]

for (const [address, service, reference] of KNOWN)
  test(`an address of ${service} is known: ${address}`, () => {
    const found = embedReferenceOf(services, address)
    assert.deepEqual(found, { service, reference })
    const target = embedTarget(services, { service, reference })
    assert.ok(target)
    assert.ok(URL.canParse(target.page), target.page)
    const { hostname, protocol } = new URL(target.frame)
    assert.equal(protocol, 'https:')
    assert.equal(hostname, target.service.hosts[0], 'frames come from the first host')
    assert.deepEqual(embedReferenceOf(services, target.frame)?.service, service)
  })

const UNKNOWN = [
  '',
  'nonsense',
  'javascript:alert(1)',
  'data:text/html,x',
  'https://www.youtube.com/embed/short',
  'https://www.youtube.com/embed/dQw4w9WgXcQ/more',
  'https://www.youtube.com.evil.example/embed/dQw4w9WgXcQ',
  'https://evil.example/www.youtube.com/embed/dQw4w9WgXcQ',
  'https://user@evil.example/embed/dQw4w9WgXcQ',
  'https://www.google.com/search?q=x',
  'https://maps.example.org/embed/%2e%2e%2fadmin',
  'https://maps.example.org/embed/a%2f..%2fb',
  'https://tube.other.example/w/9c9de5e8-0a1e-484a',
]
for (const address of UNKNOWN)
  test(`an address of nobody is not known: ${address}`, () =>
    assert.equal(embedReferenceOf(services, address), null))

const REFUSED = [
  ['youtube', 'short'],
  ['youtube', 'dQw4w9WgXcQ?autoplay=1'],
  ['youtube', 'dQw4w9WgXcQ/../x'],
  ['youtube', 'dQw4w9WgXc"'],
  ['own', '../admin'],
  ['own', 'a/../../b'],
  ['own', '/evil.example'],
  ['own', 'a?b=c'],
  ['own', 'a b'],
  ['nothing', 'x'],
] as const
for (const [service, reference] of REFUSED)
  test(`a reference that is not of the service's shape leads nowhere: ${service} ${reference}`, () =>
    assert.equal(embedTarget(services, { service, reference }), null))

test('a reference stands in a path', () =>
  assert.equal(
    embedPath({ service: 'openstreetmap', reference: '4.1,50/a b' }),
    '/embed/svc/openstreetmap/4.1%2C50/a%20b',
  ))
