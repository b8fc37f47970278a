import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OPEN_RULES } from '../../src/core/dataset/rules.ts'
import { faultOf, guarded, type Members, read, send, until } from './ask-guarded.ts'
import { CLOSED, ROOT } from './guarded.ts'

interface Listed {
  readonly total_count: number
  readonly results: readonly { readonly dataset_id: string; readonly data_visible: boolean }[]
}

interface Faceted {
  readonly facets: readonly { readonly name: string; readonly facets: readonly { readonly name: string }[] }[]
}

/** Every door that names datasets, as text. */
/** Pages lead to sign-in, where doors for programs answer 401. */
const isPage = (door: string): boolean => /^\/(?:en|fr)\//.test(door)

const CATALOGUE_DOORS = [
  `${ROOT}/datasets`,
  `${ROOT}/datasets?select=dataset_id,title,keyword`,
  `${ROOT}/datasets?group_by=publisher&select=publisher,count(*)`,
  `${ROOT}/datasets?where=%22staff%22`,
  `${ROOT}/datasets?where=dataset_id=%22staff%22`,
  `${ROOT}/facets`,
  `${ROOT}/exports/csv`,
  `${ROOT}/exports/json`,
  ...['rss', 'data.json', 'rdf', 'ttl', 'dcat_ap_de', 'dublin_core'].map(name => `${ROOT}/exports/${name}`),
  '/sitemap.xml',
  '/en/',
  '/en/explore/',
  '/en/explore/?q=staff',
] as const

/** Doors of one dataset: those of its records, and those of what is said of it. */
const RECORD_DOORS = [
  ...['records', 'facets', 'exports/csv', 'exports/json', `records/${'a'.repeat(40)}`],
  'attachments/notes',
]
const PAGES = ['', 'table/', 'export/', 'api/']

/** Names of `staff` that may stand in no answer for those who may not see it; what they asked for apart. */
const TRACES =
  /Title of staff|word-staff|By staff|dataset\/staff\/|datasets\/staff\b|"staff"|;staff;|^staff;/m

/** Restricted, listed and private, at every door. */
export function visibilityRows(): void {
  for (const door of CATALOGUE_DOORS)
    test(`§2: a dataset that may not be seen has no trace in ${door}`, async () => {
      const { key: other } = await guarded().addKey({ datasets: ['plants'] })
      for (const sent of [{}, { key: other }]) {
        const { status, text } = await send(door, sent)
        assert.equal(status, 200, text)
        assert.doesNotMatch(text.replaceAll('value="staff"', ''), TRACES)
      }
    })

  test('§2: counts leave out what may not be seen; a key for it counts it', async () => {
    const { key } = await guarded().addKey({ datasets: ['staff'] })
    const ids = ({ results }: Listed) => results.map(result => result.dataset_id).sort()
    const everyone = await read<Listed>(`${ROOT}/datasets`)
    assert.deepEqual([everyone.total_count, ids(everyone)], [2, ['listed', 'plants']])
    const holder = await read<Listed>(`${ROOT}/datasets`, { key })
    assert.deepEqual([holder.total_count, ids(holder)], [3, ['listed', 'plants', 'staff']])
    const facets = await read<Faceted>(`${ROOT}/facets?facet=keyword`, { key })
    assert.match(JSON.stringify(facets), /word-staff/)
    assert.match((await send(`${ROOT}/exports/csv`, { key })).text, /^staff;/m)
    assert.match((await send('/sitemap.xml', { key })).text, /dataset\/staff\//)
    assert.match((await send('/en/explore/', { key })).text, /Title of staff/)
  })

  for (const door of ['', ...RECORD_DOORS.map(path => `/${path}`), '/exports'])
    test(`§4: what may not be seen answers like what is not there: datasets/staff${door}`, async () => {
      const { key } = await guarded().addKey({ datasets: ['plants'] })
      for (const sent of [{}, { key }]) {
        assert.equal(await faultOf(`${ROOT}/datasets/staff${door}`, sent), '404 NotFoundResource')
        const [hidden, nothing] = await Promise.all(
          ['staff', 'nope'].map(id => send(`${ROOT}/datasets/${id}${door}`, sent)),
        )
        assert.equal(hidden?.text.replaceAll('staff', 'nope'), nothing?.text)
      }
    })

  for (const page of PAGES)
    test(`§4: and so do its pages: dataset/staff/${page}`, async () => {
      assert.equal((await send(`/en/explore/dataset/staff/${page}`)).status, 404)
    })

  for (const door of RECORD_DOORS)
    test(`§2: listed without its data: 403 on ${door}`, async () => {
      assert.equal(await faultOf(`${ROOT}/datasets/listed/${door}`), '403 ForbiddenAccess')
      const { text } = await send(`${ROOT}/datasets/listed/${door}`)
      assert.equal(JSON.parse(text).message, "You don't have permission to access the requested resource")
      assert.doesNotMatch(text, /Ada|alpha/)
    })

  test('§2: listed without its data: documents of the catalogue say so and offer no files', async () => {
    const { dataset } = await read<{ dataset: readonly Members[] }>(`${ROOT}/exports/data.json`)
    const levels = dataset.map(({ identifier, accessLevel, distribution }) => [
      /dataset\/(\w+)\/$/.exec(String(identifier))?.[1],
      accessLevel,
      distribution !== undefined,
    ])
    assert.deepEqual(levels.sort(), [
      ['listed', 'restricted public', false],
      ['plants', 'public', true],
    ])
    const { text } = await send(`${ROOT}/exports/ttl`)
    assert.match(text, /access-right\/RESTRICTED/)
    assert.match(text, /datasets\/plants\/attachments\/notes/)
    assert.doesNotMatch(text, /datasets\/listed\/(exports|attachments)/)
  })

  test('§2: files beside the data go to those who may read all of it', async () => {
    const file = `${ROOT}/datasets/staff/attachments/notes`
    const { key } = await guarded().addKey({ datasets: ['staff'] })
    const some = await guarded().addKey({ datasets: ['staff'], where: 'region = "north"' })
    const few = await guarded().addKey({ datasets: ['staff'], fields: ['name', 'region'] })
    assert.equal((await send(file, { key })).text, 'Notes on staff')
    for (const sent of [{ key: some.key }, { key: few.key }]) {
      assert.equal(await faultOf(file, sent), '403 ForbiddenAccess')
      const page = await send('/en/explore/dataset/staff/', sent)
      assert.equal(page.status, 200)
      assert.doesNotMatch(page.text, /attachments\/notes/)
    }
    assert.equal(await faultOf(file), '404 NotFoundResource')
  })

  test('§2: listed without its data: object, list and page say so and show no record', async () => {
    const object = await read(`${ROOT}/datasets/listed`)
    assert.deepEqual([object.data_visible, object.visibility], [false, 'domain'])
    const listed = await read<Listed>(`${ROOT}/datasets?where=data_visible=false`)
    assert.deepEqual(
      listed.results.map(({ dataset_id: id }) => id),
      ['listed'],
    )
    const page = await send('/en/explore/dataset/listed/')
    assert.equal(page.status, 200)
    assert.match(page.text, /reserved for people/)
    assert.doesNotMatch(page.text, /Ada|exports\/csv/)
    for (const tab of ['table/', 'export/', 'api/'])
      assert.equal((await send(`/en/explore/dataset/listed/${tab}`)).status, 403)
  })

  test('a key opens the data of a listed dataset, and says so everywhere', async () => {
    const { key } = await guarded().addKey({ datasets: ['listed'] })
    assert.equal((await read<Listed>(`${ROOT}/datasets/listed/records`, { key })).total_count, 5)
    assert.equal((await read(`${ROOT}/datasets/listed`, { key })).data_visible, true)
    const none = await read<Listed>(`${ROOT}/datasets?where=data_visible=false`, { key })
    assert.equal(none.total_count, 0)
  })

  test('§4: a private portal answers 401 at every door to who has no key', async () => {
    const doors = [
      ...CATALOGUE_DOORS,
      `${ROOT}/datasets/plants`,
      `${ROOT}/datasets/plants/records`,
      '/robots.txt',
    ]
    for (const door of doors) {
      const { status, text } = await send(door, { host: CLOSED })
      assert.equal(status, isPage(door) ? 303 : 401, door)
      assert.doesNotMatch(text, /plants/)
    }
    // what it says of itself, and who answers for it, is for everyone; nothing of its data is in it
    for (const door of ['/en/legal/', '/en/cookies/', '/.well-known/cookie-policy.json']) {
      const { status, text } = await send(door, { host: CLOSED })
      assert.equal(status, 200, door)
      assert.doesNotMatch(text, /plants|staff/)
    }
    const unknown = await send('/api/explore/v2.1/nothing', { host: CLOSED })
    assert.equal(unknown.status, 401)
  })

  test('pages of a private portal lead to sign-in, and from there back', async () => {
    for (const path of ['/', '/fr/', '/en/explore/dataset/plants/?q=x', '/en/api/']) {
      const { status, headers, text } = await send(path, { host: CLOSED })
      assert.equal(status, 303, path)
      const to = new URL(headers.location ?? '', 'http://closed.localhost')
      assert.match(to.pathname, /^\/(?:en|fr)\/account\/sign-in\/$/)
      assert.equal(to.searchParams.get('next') ?? '/fr/', path)
      assert.equal(headers['set-cookie'], undefined)
      assert.equal(text, '')
    }
    const page = await send('/fr/account/sign-in/', { host: CLOSED })
    assert.equal(page.status, 200)
    assert.match(page.text, /Ce portail est privé/)
    assert.match(page.text, /mailto:test@example\.org/)
    assert.doesNotMatch(page.text, /plants/)
    const refused = await send('/fr/', { host: CLOSED, key: 'wrong' })
    assert.equal(refused.status, 401)
  })

  test('a key lets into a private portal, to what it names and nothing else', async () => {
    const all = await guarded().addKey({ portal: 'closed' })
    const one = await guarded().addKey({ portal: 'closed', datasets: ['plants'] })
    const list = (key: string) => read<Listed>(`${ROOT}/datasets`, { host: CLOSED, key })
    assert.equal((await list(all.key)).total_count, 3)
    assert.equal((await list(one.key)).total_count, 1)
    assert.equal(
      await faultOf(`${ROOT}/datasets/listed`, { host: CLOSED, key: one.key }),
      '404 NotFoundResource',
    )
    assert.equal((await send('/en/explore/', { host: CLOSED, key: one.key })).status, 200)
  })

  test('rules change while the server runs: who may no longer see is told so within a second', async () => {
    const records = `${ROOT}/datasets/plants/records`
    assert.equal((await send(records)).status, 200)
    await guarded().saveRules('plants', { ...OPEN_RULES, visibility: 'restricted' })
    await until(async () => (await send(records)).status === 404, 1000)
    assert.equal((await read<Listed>(`${ROOT}/datasets`)).total_count, 1)
    await guarded().saveRules('plants', { ...OPEN_RULES, dataVisible: false })
    await until(async () => (await send(records)).status === 403, 1000)
    await guarded().saveRules('plants', OPEN_RULES)
    await until(async () => (await send(records)).status === 200, 1000)
  })
}

/** Last, for it publishes and renames. */
export function renameRows(): void {
  test('rows: an older revision does not tell how many records there are in all', async () => {
    await guarded().publishAgain('staff')
    const { key } = await guarded().addKey({ datasets: ['staff'], where: 'region = "north"' })
    for (const path of [`${ROOT}/datasets/staff?revision=1`, '/api/datasets/1.0/staff/?revision=1']) {
      await until(async () => (await send(path, { key })).status === 200)
      assert.match((await send(path, { key })).text, /"records_count":2\b/, path)
    }
  })

  test('the former name of a dataset that may not be seen tells nothing either', async () => {
    const { application } = guarded()
    await application.rename('open', 'staff', 'people')
    const { key } = await guarded().addKey({ datasets: ['people'] })
    await until(async () => (await send(`${ROOT}/datasets/people`, { key })).status === 200)
    assert.equal(await faultOf(`${ROOT}/datasets/staff`), '404 NotFoundResource')
    const moved = await send(`${ROOT}/datasets/staff/records?limit=1&apikey=${key}`)
    assert.equal(moved.status, 308)
    assert.equal(moved.headers.location, `${ROOT}/datasets/people/records?limit=1&apikey=${key}`)
    assert.equal((await send(String(moved.headers.location))).status, 200)
    for (const path of ['//api/explore/v2.1/catalog//datasets/staff', `${ROOT}/datasets/st%61ff`]) {
      const { headers } = await send(`${path}/records?limit=1&apikey=${key}`)
      assert.equal(headers.location, moved.headers.location, path)
    }
    const old = await send(`//api/records/1.0/search/?dataset=staff&apikey=${key}`)
    assert.equal(old.headers.location, `/api/records/1.0/search/?dataset=people&apikey=${key}`)
    const several = await send('/api/records/1.0/search/?rows=1&dataset=staff,people&q=a', { key })
    assert.equal(several.headers.location, '/api/records/1.0/search/?rows=1&dataset=people&q=a')
    const byHeader = await send(`${ROOT}/datasets/staff/records?limit=1`, { key })
    assert.equal(byHeader.headers.location, `${ROOT}/datasets/people/records?limit=1`)
  })
}
