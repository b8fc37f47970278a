import assert from 'node:assert/strict'
import { test } from 'node:test'
import { datasets, exported, facetsOf, type Parameters, read, records } from './ask-city.ts'
import { DATASET } from './city.ts'
import { TREE_COUNT, TREES } from './trees.ts'

const ids = async (parameters: Parameters): Promise<readonly unknown[]> =>
  (await records({ select: 'tree_id', ...parameters })).results.map(({ tree_id }) => tree_id)

/** Clock face of an instant in a zone, with its offset, by the platform's own calendar. */
function faceIn(zone: string, iso: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'longOffset' },
  } as const).formatToParts(new Date(iso))
  const part = (type: string): string => parts.find(one => one.type === type)?.value ?? ''
  const offset = part('timeZoneName').replace('GMT', '') || '+00:00'
  const fraction = iso.slice(20, 23) === '000' ? '' : `.${iso.slice(20, 23)}000`
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}${fraction}${offset}`
}

/** §5: parameters that every door shares. */
export function parameterRows(): void {
  test('§5.1 defaults: ten records, all fields, no links', async () => {
    const page = await records()
    assert.deepEqual([page.total_count, page.results.length, page._links], [TREE_COUNT, 10, undefined])
    assert.deepEqual(page, await records({ select: '*', limit: 10, offset: 0, timezone: 'UTC' }))
  })

  test('§5.1 exports default to everything', async () => {
    assert.equal(JSON.parse(await exported('json', { select: 'age' })).length, TREE_COUNT)
    assert.equal(JSON.parse(await exported('json', { select: 'age', limit: -1 })).length, TREE_COUNT)
    assert.equal(JSON.parse(await exported('json', { select: 'age', limit: 3 })).length, 3)
    assert.equal(JSON.parse(await exported('json', { select: 'age', limit: 101 })).length, 101)
  })

  const LIMITS: readonly [parameters: Parameters, rows: number][] = [
    [{ limit: 0 }, 0],
    [{ limit: 1 }, 1],
    [{ limit: 100 }, 100],
    [{ limit: -1 }, 100],
    [{ limit: 100, offset: 390 }, 10],
    [{ limit: 100, offset: 9900 }, 0],
    [{ offset: 10, limit: -1 }, 100],
    [{ offset: TREE_COUNT }, 0],
  ]
  for (const [parameters, rows] of LIMITS)
    test(`§5.2 ${JSON.stringify(parameters)}: ${rows} rows, the count unchanged`, async () => {
      const page = await records(parameters)
      assert.deepEqual([page.total_count, page.results.length], [TREE_COUNT, rows])
    })

  test('§5.2 groups: ten by default, all of them with -1 or 20000', async () => {
    const groups = new Set(TREES.map(({ age }) => age)).size
    for (const [limit, rows] of [
      ['', 10],
      ['-1', groups],
      ['20000', groups],
    ] as const) {
      const page = await records({ group_by: 'age', limit })
      assert.deepEqual([page.total_count, page.results.length], [groups, rows])
    }
  })

  test('§5.2 an export may skip', async () => {
    const page = JSON.parse(await exported('json', { select: 'tree_id', offset: 395 }))
    assert.deepEqual(
      page.map((row: { tree_id: string }) => row.tree_id),
      TREES.slice(395).map(tree => tree.tree_id),
    )
  })

  test('§5.2 pages meet without gap or repetition, in whatever order', async () => {
    for (const order_by of ['', 'species', 'age desc', 'remarkable, species', 'random(3)']) {
      const seen: unknown[] = []
      for (let offset = 0; offset < TREE_COUNT; offset += 100)
        seen.push(...(await ids({ order_by, offset, limit: 100 })))
      assert.equal(new Set(seen).size, TREE_COUNT, order_by)
    }
  })

  test('§5.2 the windows of other parameters do not reach facets', async () => {
    assert.deepEqual(
      await facetsOf(DATASET, { limit: 5000, offset: 'x', select: 'nope' }),
      await facetsOf(DATASET),
    )
  })

  for (const zone of ['UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Noumea'])
    test(`§5.3 instants in ${zone}: the offset of that moment, summer and winter`, async () => {
      const { results } = await records({
        ...{ select: 'last_visit', where: 'last_visit > "2000"', limit: 100, timezone: zone },
      })
      const visits = TREES.flatMap(({ last_visit }) =>
        last_visit !== null && last_visit > '2000' ? [last_visit] : [],
      )
      assert.deepEqual(
        results.map(({ last_visit }) => last_visit),
        visits.slice(0, 100).map(visit => faceIn(zone, visit)),
      )
    })

  test('§5.3 dates never shift', async () => {
    for (const timezone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago'])
      assert.deepEqual(
        (await records({ select: 'planted_on', timezone })).results,
        (await records({ select: 'planted_on' })).results,
      )
  })

  test('§5.3 literals without an offset are read in the zone, others are absolute', async () => {
    const after = (iso: string) =>
      TREES.filter(tree => (tree.last_visit ?? '') >= iso).map(tree => tree.tree_id)
    const asked = (where: string) =>
      ids({ where, timezone: 'Europe/Paris', limit: 100, order_by: 'last_visit' })
    const local = await asked("last_visit >= date'2020-07-15T00:00:00'")
    assert.deepEqual(local, after('2020-07-14T22:00:00.000Z'))
    assert.deepEqual(
      await asked("last_visit >= date'2020-07-15T00:00:00Z'"),
      after('2020-07-15T00:00:00.000Z'),
    )
    assert.deepEqual(
      await asked("last_visit >= '2020-07-15T00:00:00-04:00'"),
      after('2020-07-15T04:00:00.000Z'),
    )
    assert.notDeepEqual(local, after('2020-07-15T00:00:00.000Z'), 'the zone makes a difference here')
  })

  test('§5.3 parts of dates, formats, buckets and facets follow the zone', async () => {
    // 22:30 of the 31st of March in UTC, half past midnight of April in Paris
    const first = { where: 'tree_id="T-001"', timezone: 'Europe/Paris' }
    const { results } = await records({
      ...{
        select:
          "day(last_visit) as d, month(last_visit) as m, hour(last_visit) as h, date_format(last_visit, 'yyyy-MM-dd') as f",
        ...first,
      },
    })
    assert.deepEqual(results, [{ d: 1, m: 4, h: 0, f: '2020-04-01' }])
    const buckets = await records({ group_by: 'range(last_visit, 1 day) as day', ...first })
    assert.deepEqual(buckets.results, [{ day: '[2020-04-01T00:00:00+02:00, 2020-04-02T00:00:00+02:00[' }])
    const facets = await facetsOf(DATASET, { facet: 'last_visit', refine: 'last_visit:2020/04', ...first })
    assert.deepEqual(facets.get('last_visit')?.[0]?.facets?.[0]?.value, '2020/04')
  })

  test('§5.4 the count is of what is filtered, before the page; of groups after grouping', async () => {
    const where = { where: 'age > 100', refine: 'species:oak', exclude: 'remarkable:true' }
    const found = TREES.filter(
      ({ age, species, remarkable }) => (age ?? 0) > 100 && species === 'oak' && remarkable !== true,
    )
    assert.equal((await records({ ...where, limit: 1 })).total_count, found.length)
    const groups = new Set(found.map(({ remarkable }) => remarkable))
    assert.equal((await records({ ...where, group_by: 'remarkable', limit: 1 })).total_count, groups.size)
  })

  test('§5.1 lang: names of months and texts of metadata; beyond the list the default of the portal', async () => {
    const month = (lang: string) =>
      records({ select: "date_format(planted_on, 'MMMM') as month", limit: 1, lang }).then(
        page => page.results[0],
      )
    assert.deepEqual(
      [await month('en'), await month('fr'), await month('xx')],
      [{ month: 'January' }, { month: 'janvier' }, { month: 'January' }],
    )
    const titles = async (lang: string) =>
      (await datasets({ select: 'title', lang, order_by: 'dataset_id' })).results.map(({ title }) => title)
    assert.deepEqual(await titles('fr'), ['Comptages de vélos', 'Arbres de la ville', 'Noms de rues'])
    assert.deepEqual(await titles('xx'), ['Bike counts', 'City trees', 'Street names'])
    const { fields } = await read<{ fields: { label: string; description: string }[] }>(DATASET, {
      lang: 'fr',
    })
    assert.deepEqual([fields[0]?.label, fields[1]?.description], ['Arbre', 'Nom courant'])
  })
}
