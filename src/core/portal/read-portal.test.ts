import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ERRORS } from '../errors.ts'
import type { Diagnostic } from '../parsed.ts'
import { newPortalFile } from './new-portal.ts'
import { isSlug, readPortal } from './read-portal.ts'

const PORTAL = {
  hosts: ['town.localhost', 'data.town.test'],
  title: { fr: 'Ville', en: 'Town' },
  description: { fr: 'Les données de la ville' },
  languages: ['fr', 'en'],
  brand: '#1f4e8c',
  legal: { name: 'Town hall', address: '1 Main street', email: 'data@town.test', country: 'FR' },
}
const DATASET = {
  title: { fr: 'Arbres' },
  description: { fr: 'Chaque arbre' },
  source: { package: '@scope/trees', path: 'data/trees.csv' },
}

type Files = Readonly<Record<string, unknown>>

const read = (files: Files, slug = 'town') =>
  readPortal(
    slug,
    new Map(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === 'string' ? content : JSON.stringify(content),
      ]),
    ),
  )

const portal = (files: Files) => {
  const result = read(files)
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

const faults = (files: Files, slug?: string): readonly Diagnostic[] => {
  const result = read(files, slug)
  assert.ok(!result.ok)
  for (const fault of result.diagnostics) assert.ok(fault.code in ERRORS, fault.code)
  return result.diagnostics
}

test('portal: a whole folder is read', () => {
  const { config, datasets } = portal({
    'portal.json': { $schema: '../x.json', ...PORTAL },
    'datasets/b.json': { ...DATASET, theme: [{ fr: 'Nature' }], language: 'en' },
    'datasets/a.json': DATASET,
    'datasets/notes.txt': 'no dataset',
    'pictures/logo.json': '{}',
  })
  assert.deepEqual(config, { slug: 'town', ...PORTAL })
  assert.deepEqual(
    datasets.map(dataset => dataset.datasetId),
    ['a', 'b'],
  )
  assert.equal(datasets[0]?.metadata.language, 'fr')
  assert.equal(datasets[0]?.metadata.publisher, null)
  assert.equal(datasets[1]?.metadata.language, 'en')
  assert.deepEqual(datasets[1]?.metadata.theme, [{ fr: 'Nature' }])
})

test('portal: what is said of fields becomes options of the reader', () => {
  const { datasets } = portal({
    'portal.json': PORTAL,
    'datasets/a.json': {
      ...DATASET,
      options: { format: 'csv', delimiter: ';' },
      fields: {
        height: { type: 'double', label: { fr: 'Hauteur' }, annotations: { unit: 'm' } },
        code: { type: 'text' },
        kind: { annotations: { facet: true } },
      },
    },
  })
  assert.deepEqual(datasets[0]?.options, {
    format: 'csv',
    delimiter: ';',
    types: { height: 'double', code: 'text' },
    fields: {
      height: { label: { fr: 'Hauteur' }, annotations: { unit: 'm' } },
      kind: { annotations: { facet: true } },
    },
  })
})

const without = (member: string) =>
  Object.fromEntries(Object.entries(PORTAL).filter(([name]) => name !== member))

const REFUSED: readonly [name: string, files: Files, code: string, place: string][] = [
  ['no portal.json', {}, 'file_unreadable', 'town/portal.json'],
  ['not JSON', { 'portal.json': '{\n  "hosts": [\n' }, 'file_not_json', 'town/portal.json'],
  ['another value than an object', { 'portal.json': '[]' }, 'member_invalid', 'town/portal.json'],
  ['a missing member', { 'portal.json': without('legal') }, 'member_missing', 'town/portal.json: legal'],
  [
    'a misspelt member',
    { 'portal.json': { ...PORTAL, tilte: {} } },
    'member_unknown',
    'town/portal.json: tilte',
  ],
  ['no host', { 'portal.json': { ...PORTAL, hosts: [] } }, 'member_invalid', 'town/portal.json: hosts'],
  [
    'a host with a port',
    { 'portal.json': { ...PORTAL, hosts: ['a.test:80'] } },
    'member_invalid',
    'town/portal.json: hosts.0',
  ],
  [
    'a host in capitals',
    { 'portal.json': { ...PORTAL, hosts: ['A.test'] } },
    'member_invalid',
    'town/portal.json: hosts.0',
  ],
  [
    'an unknown language',
    { 'portal.json': { ...PORTAL, languages: ['xx'] } },
    'member_invalid',
    'town/portal.json: languages.0',
  ],
  [
    'no title in the default language',
    { 'portal.json': { ...PORTAL, title: { en: 'Town' } } },
    'member_missing',
    'town/portal.json: title.fr',
  ],
  [
    'a brand nobody sees',
    { 'portal.json': { ...PORTAL, brand: '#ffee00' } },
    'brand_contrast',
    'town/portal.json: brand',
  ],
  [
    'a brand that is CSS',
    { 'portal.json': { ...PORTAL, brand: 'red;}' } },
    'member_invalid',
    'town/portal.json: brand',
  ],
  [
    'a language tag that is none',
    { 'portal.json': { ...PORTAL, title: { fr: 'x', 'not a tag': 'y' } } },
    'member_invalid',
    'town/portal.json: title.not a tag',
  ],
]
for (const [name, files, code, place] of REFUSED)
  test(`portal: ${name} is refused`, () => {
    const [fault] = faults(files)
    assert.deepEqual([fault?.code, fault?.place], [code, place])
  })

const BAD_SOURCES: readonly unknown[] = [
  {},
  'trees.csv',
  { file: '../../etc/passwd' },
  { file: '/etc/passwd' },
  { file: 'a/../../b' },
  { file: 'a\\b' },
  { package: '../up', path: 'a.csv' },
  { package: 'vega-datasets', path: '../../.npmrc' },
  { package: 'vega-datasets' },
  { url: 'file:///etc/passwd' },
  { url: 'ftp://x/y' },
  { file: 'a.csv', url: 'https://x.test/a.csv' },
]
for (const source of BAD_SOURCES)
  test(`dataset: source ${JSON.stringify(source)} is refused once`, () => {
    const found = faults({ 'portal.json': PORTAL, 'datasets/a.json': { ...DATASET, source } })
    assert.deepEqual(
      found.map(fault => [fault.code, fault.place]),
      [['member_invalid', 'town/datasets/a.json: source']],
    )
  })

for (const source of [{ file: 'data/a..b.csv' }, { url: 'https://x.test/a.csv?b=c' }])
  test(`dataset: source ${JSON.stringify(source)} is read`, () => {
    const { datasets } = portal({ 'portal.json': PORTAL, 'datasets/a.json': { ...DATASET, source } })
    assert.deepEqual(datasets[0]?.source, source)
  })

test('portal: all faults of all files are told', () => {
  const found = faults({
    'portal.json': { ...PORTAL, brand: 'blue', hosts: 'a.test' },
    'datasets/Trees.json': DATASET,
    'datasets/a.json': { ...DATASET, licence: 'CC', fields: { 'a b': {}, c: { type: 'integer' } } },
    'datasets/b.json': '{ "title": }',
  })
  assert.deepEqual(
    found.map(fault => `${fault.code} ${fault.place}`),
    [
      'member_invalid town/portal.json: hosts',
      'member_invalid town/portal.json: brand',
      'dataset_id_invalid town/datasets/Trees.json',
      'member_unknown town/datasets/a.json: licence',
      'member_invalid town/datasets/a.json: fields.a b',
      'member_invalid town/datasets/a.json: fields.c.type',
      'file_not_json town/datasets/b.json',
    ],
  )
  assert.deepEqual(found[3]?.hint, { code: 'did_you_mean', params: { name: 'license' } })
})

test('portal: a JSON fault tells its line', () => {
  const [fault] = faults({ 'portal.json': '{\n  "hosts": ["a"],\n  "title" "x"\n}' })
  assert.equal(fault?.params.line, 3)
})

for (const slug of ['Town', 'a_b', '-a', 'a-', '', '..', 'a'.repeat(41)])
  test(`portal: the slug ${JSON.stringify(slug)} is refused`, () => {
    assert.ok(!isSlug(slug))
    assert.equal(faults({ 'portal.json': PORTAL }, slug)[0]?.params.member, 'slug')
  })

test('portal: a new one is valid as it is written', () => {
  const text = newPortalFile({ slug: 'town', title: 'My "town"', languages: ['nl', 'de'], host: null })
  const { config } = portal({ 'portal.json': text })
  assert.deepEqual(config.hosts, ['town.localhost'])
  assert.deepEqual(config.title, { nl: 'My "town"', de: 'My "town"' })
})

const OWN_SERVICE = {
  name: 'Weather',
  provider: { name: 'Weather office', country: 'DE' },
  hosts: ['maps.weather.example'],
  function: { fr: 'Carte', en: 'Map' },
  purpose: { fr: 'Météo', en: 'Weather' },
  discloses: { fr: 'Adresse', en: 'Address' },
  frame: 'https://maps.weather.example/{reference}',
}
const withOwn = (more: object) => ({
  'portal.json': { ...PORTAL, services: { own: { weather: { ...OWN_SERVICE, ...more } } } },
})

test('portal: services are read, and what the schema cannot say is checked', () => {
  assert.deepEqual(Object.keys(portal(withOwn({})).config.services?.own ?? {}), ['weather'])
  const refused: readonly (readonly [more: object, place: string])[] = [
    [{ mode: 'open', storage: [storedCookie] }, 'services.own.weather.storage'],
    [{ mode: 'proxy', purposes: ['embed'] }, 'services.own.weather.purposes'],
    [{ frame: 'https://elsewhere.example/{reference}' }, 'services.own.weather.frame'],
    [{ frame: 'https://maps.weather.example@evil.example/{reference}' }, 'services.own.weather.frame'],
    [{ frame: 'https://maps.weather.example{reference}' }, 'services.own.weather.frame'],
  ]
  for (const [more, member] of refused)
    assert.deepEqual(
      faults(withOwn(more)).map(({ place }) => place),
      [`town/portal.json: ${member}`],
    )
})

const storedCookie = {
  kind: 'cookie',
  name: 'w',
  purpose: { fr: 'a', en: 'a' },
  value: { fr: 'a', en: 'a' },
  identifies: 'nobody',
  seconds: 60,
}

test('B18, P14: a text of a service that one language lacks is named', () => {
  const stored = { ...storedCookie, value: { en: 'a' } }
  const found = faults(withOwn({ purpose: { en: 'Weather' }, storage: [stored] }))
  assert.deepEqual(
    found.map(({ code, params }) => [code, params.member]),
    [
      ['member_missing', 'services.own.weather.purpose.fr'],
      ['member_missing', 'services.own.weather.storage.0.value.fr'],
    ],
  )
})

test('portal: an identifier stands for one service', () => {
  const services = {
    hosted: { weather: { like: 'peertube', host: 'a.example.org', provider: OWN_SERVICE.provider } },
    own: { weather: OWN_SERVICE, youtube: OWN_SERVICE },
  }
  assert.deepEqual(
    faults({ 'portal.json': { ...PORTAL, services } }).map(({ params }) => params.member),
    ['services.own.weather', 'services.own.youtube'],
  )
})

const OIDC = {
  ...{ id: 'town', title: { fr: 'Ville' }, issuer: 'https://id.example.org/', clientId: 'portal' },
  domains: ['example.org'],
}
const withProviders = (...more: readonly object[]) => ({
  'portal.json': { ...PORTAL, identityProviders: more.map(one => ({ ...OIDC, ...one })) },
})

test('portal: identity providers are read; a secret is named, never written down', () => {
  const read = portal(withProviders({ secret: { env: 'OIDC_TOWN' }, newcomers: 'reader' }, { id: 'two' }))
  assert.deepEqual(
    read.config.identityProviders?.map(({ id, secret }) => [id, secret]),
    [
      ['town', { env: 'OIDC_TOWN' }],
      ['two', undefined],
    ],
  )
  const refused: readonly (readonly [more: object, member: string])[] = [
    [{ secret: 'hunter2' }, 'secret'],
    [{ clientSecret: 'hunter2' }, 'clientSecret'],
    [{ secret: { env: 'PATH' } }, 'secret'],
    [{ secret: { file: '../../etc/passwd' } }, 'secret'],
    [{ domains: [] }, 'domains'],
    [{ domains: ['*'] }, 'domains'],
    [{ issuer: 'http://id.example.org/' }, 'issuer'],
    [{ id: 'two' }, 'id'],
    [{ title: { de: 'Stadt' } }, 'title.fr'],
    [{ newcomers: 'administrator' }, 'newcomers'],
  ]
  for (const [more, member] of refused) {
    const places = faults(withProviders({ id: 'two' }, more)).map(({ place }) => place)
    assert.ok(
      places.some(place => place.includes(`identityProviders.1.${member}`)),
      `${member}: ${places}`,
    )
    assert.doesNotMatch(JSON.stringify(faults(withProviders({ id: 'two' }, more))), /hunter2/)
  }
})
