import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Members, type Parameters, queryString, read, send } from './ask-city.ts'
import { TREES, type Tree } from './trees.ts'

const ANALYZE = '/api/records/1.0/analyze/'
const TREE = { dataset: 'city-trees' }

type Row = Members & { readonly x: unknown }

const analyze = (parameters: Parameters): Promise<readonly Row[]> =>
  read<readonly Row[]>(ANALYZE, { ...TREE, ...parameters })
const status = async (parameters: Parameters): Promise<number> =>
  (await send(`${ANALYZE}${queryString({ ...TREE, ...parameters })}`)).status

const agesOf = (species: string): readonly number[] =>
  TREES.flatMap(tree => (tree.species === species && tree.age !== null ? [tree.age] : []))
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length
const squares = (numbers: readonly number[]): readonly number[] => numbers.map(n => n * n)

function near(actual: unknown, expected: number): void {
  assert.ok(
    Math.abs(Number(actual) - expected) < 1e-6 * Math.max(1, Math.abs(expected)),
    `${actual} ${expected}`,
  )
}

/** Trees by what a date of theirs says. */
const tally = (keyOf: (tree: Tree) => string | null): ReadonlyMap<string, number> => {
  const groups = Map.groupBy(TREES, keyOf)
  return new Map([...groups].flatMap(([key, trees]) => (key === null ? [] : [[key, trees.length]])))
}

function seriesRows(): void {
  test('§14.4 a field and counts: no group of nothing, upwards', async () => {
    const rows = await analyze({ x: 'remarkable', 'y.n.func': 'COUNT' })
    const counted = (value: boolean) => TREES.filter(tree => tree.remarkable === value).length
    assert.deepEqual(rows, [
      { x: false, n: counted(false) },
      { x: true, n: counted(true) },
    ])
  })

  test('§14.4 every function', async () => {
    const ages = agesOf('elm')
    const deviation = Math.sqrt(mean(squares(ages)) - mean(ages) ** 2)
    const EXPECTED: readonly [func: string, value: number][] = [
      ['COUNT', 50],
      ['AVG', mean(ages)],
      ['SUM', sum(ages)],
      ['MIN', Math.min(...ages)],
      ['MAX', Math.max(...ages)],
      ['SUMSQUARES', sum(squares(ages))],
      ['STDDEV', deviation],
      ['QUANTILES', mean([...ages].sort((a, b) => a - b).slice(24, 26))],
    ]
    const series = EXPECTED.flatMap(([func]) => [
      [`y.${func}.func`, func],
      [`y.${func}.expr`, 'age'],
    ])
    const [row] = await analyze({ x: 'species', 'refine.species': 'elm', ...Object.fromEntries(series) })
    assert.equal(row?.x, 'elm')
    for (const [func, expected] of EXPECTED) near(row?.[func], expected)
  })

  test('§14.4 expressions', async () => {
    const [row] = await analyze({
      x: 'species',
      q: '#exact(species, "ash")',
      'y.s.func': 'sum',
      'y.s.expr': '(age + 1) * 2',
    })
    near(row?.s, sum(agesOf('ash').map(age => (age + 1) * 2)))
  })

  test('§14.4 running sums, order, most points', async () => {
    const count = { 'y.n.func': 'COUNT' }
    const plain = await analyze({ x: 'tags', ...count })
    const running = await analyze({ x: 'tags', ...count, 'y.n.cumulative': 'true' })
    assert.deepEqual(
      running.map(({ n }) => n),
      plain.map((_, index) => sum(plain.slice(0, index + 1).map(({ n }) => Number(n)))),
    )
    const most = await analyze({ x: 'tags', ...count, sort: 'n' })
    assert.deepEqual(
      most.map(({ n }) => Number(n)),
      plain.map(({ n }) => Number(n)).toSorted((a, b) => b - a),
    )
    assert.deepEqual(
      await analyze({ x: 'tags', ...count, sort: '-n' }),
      plain.toSorted((a, b) => Number(a.n) - Number(b.n)),
    )
    assert.deepEqual(await analyze({ x: 'tags', ...count, sort: 'x' }), plain.toReversed())
    const { headers, bytes } = await send(
      `${ANALYZE}${queryString({ ...TREE, x: 'tags', ...count, maxpoints: 2 })}`,
    )
    assert.deepEqual(JSON.parse(bytes.toString()), plain.slice(0, 2))
    assert.equal(headers['ods-analyze-truncated'], 'true')
  })

  test('§14.4 several axes', async () => {
    const rows = await analyze({ x: ['species', 'remarkable'], 'y.n.func': 'COUNT', 'refine.species': 'oak' })
    const trees = TREES.filter(({ species }) => species === 'oak')
    assert.deepEqual(
      rows,
      [false, true].map(remarkable => ({
        x: { species: 'oak', remarkable },
        n: trees.filter(tree => tree.remarkable === remarkable).length,
      })),
    )
  })
}

function dateRows(): void {
  const keyed = (rows: readonly Row[]): ReadonlyMap<string, unknown> =>
    new Map(rows.map(({ x, n }) => [Object.values(Object(x)).join('-'), n]))
  const digits = (text: string): string => text.split('-').map(Number).join('-')
  const planted = (length: number) =>
    tally(({ planted_on }) => (planted_on === null ? null : digits(planted_on.slice(0, length))))

  for (const [precision, length] of [
    ['year', 4],
    ['month', 7],
    ['day', 10],
  ] as const)
    test(`§14.4 dates by ${precision}`, async () => {
      const rows = await analyze({ x: 'planted_on', precision, 'y.n.func': 'COUNT' })
      assert.deepEqual(keyed(rows), new Map([...planted(length)]))
      assert.deepEqual(Object.keys(Object(rows[0]?.x)), ['year', 'month', 'day'].slice(0, (length - 1) / 3))
      const named = await analyze({ x: `planted_on.${precision}`, 'y.n.func': 'COUNT' })
      assert.deepEqual(named, rows)
    })

  test('§14.4 dates by day when nothing is said; hours', async () => {
    assert.deepEqual(Object.keys(Object((await analyze({ x: 'planted_on' }))[0]?.x)), [
      'year',
      'month',
      'day',
    ])
    const rows = await analyze({ x: 'last_visit', precision: 'hour', 'y.n.func': 'COUNT' })
    assert.deepEqual(Object.keys(Object(rows[0]?.x)), ['year', 'month', 'day', 'hour'])
  })

  test('§14.4 cycles: weekdays from Monday, 0', async () => {
    const rows = await analyze({ x: 'planted_on', periodic: 'weekday', 'y.n.func': 'COUNT' })
    const expected = tally(({ planted_on }) =>
      planted_on === null ? null : String((new Date(planted_on).getUTCDay() + 6) % 7),
    )
    assert.deepEqual(Object.fromEntries(keyed(rows)), Object.fromEntries(expected))
    assert.deepEqual(rows[0]?.x, { weekday: 0 })
    const months = await analyze({ x: 'planted_on', periodic: 'month', 'y.n.func': 'COUNT' })
    assert.deepEqual(
      months.map(({ x }) => Object(x).month),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    )
  })

  test('§14.4 weeks have the year that they belong to', async () => {
    const rows = await analyze({
      x: 'planted_on',
      precision: 'week',
      'y.n.func': 'COUNT',
      q: 'planted_on:1850-01-01',
    })
    assert.deepEqual(rows, [{ x: { year: 1850, week: 1 }, n: 1 }])
  })
}

/** §14.4, §14.7: analyses and what maps ask for. */
export function analyzeRows(): void {
  seriesRows()
  dateRows()

  test('§14.4 what makes no sense is refused', async () => {
    const BAD: readonly Parameters[] = [
      {},
      { x: 'nothing' },
      { x: 'species', 'y.a.func': 'MODE' },
      { x: 'species', 'y.a.func': 'AVG' },
      { x: 'species', 'y.a.func': 'AVG', 'y.a.expr': 'species' },
      { x: 'species', 'y.a.func': 'AVG', 'y.a.expr': 'age) as b, count(*' },
      { x: 'species', 'y.a.func': 'AVG', 'y.a.expr': 'age)+(age' },
      { x: 'species', sort: 'z' },
      { x: 'planted_on', precision: 'century' },
      { x: 'planted_on', periodic: 'moon' },
      { x: 'species', maxpoints: 'x' },
    ]
    for (const parameters of BAD) assert.equal(await status(parameters), 400, JSON.stringify(parameters))
  })

  test('§14.7 the box around what is found', async () => {
    const box = (parameters: Parameters = {}): Promise<Members> =>
      read('/api/records/1.0/boundingbox/', { ...TREE, ...parameters })
    const places = TREES.flatMap(({ position }) => position ?? [])
    const lons = places.map(({ lon }) => lon)
    const lats = places.map(({ lat }) => lat)
    assert.deepEqual(await box(), {
      count: places.length,
      bbox: [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)],
      geometries: { Point: places.length },
    })
    assert.deepEqual(await box({ q: 'tree_id:T-001' }), {
      count: 1,
      bbox: [2, 48, 2, 48],
      geometries: { Point: 1 },
    })
    assert.deepEqual(await box({ q: 'age:-9' }), { count: 0, bbox: [], geometries: {} })
    assert.equal((await send('/api/records/1.0/boundingbox/?dataset=bike-counts')).status, 400)
  })

  test('§14.7 clusters: points counted where they stand close together', async () => {
    const clusters = (parameters: Parameters): Promise<Members> =>
      read('/api/records/1.0/geocluster/', { ...TREE, clusterdistance: 50, ...parameters })
    const aged = { 'y.age.func': 'MAX', 'y.age.expr': 'age' }
    const places = TREES.filter(({ position }) => position !== null)
    const one = await clusters({ clusterprecision: 2, ...aged })
    const oldest = Math.max(...places.map(({ age }) => age ?? 0))
    assert.deepEqual(
      { ...one, clusters: (one.clusters as readonly Members[]).length },
      {
        ...{ clusters: 1, clusterprecision: 2, count: { min: places.length, max: places.length } },
        series: { age: { min: oldest, max: oldest } },
      },
    )
    const many = (await clusters({ clusterprecision: 15 })).clusters as readonly Members[]
    assert.equal(many.length, places.length)
    assert.ok(
      many.every(
        ({ count, cluster, cluster_center }) =>
          count === 1 && cluster === null && Array.isArray(cluster_center),
      ),
    )
    const [single] = (await clusters({ clusterprecision: 15, q: 'tree_id:T-001' }))
      .clusters as readonly Members[]
    assert.deepEqual(single?.cluster_center, [48, 2])
    assert.equal(
      (await send('/api/records/1.0/geocluster/?dataset=city-trees&clusterprecision=3')).status,
      400,
    )
  })
}
