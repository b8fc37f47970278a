import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Members, type Parameters, queryString, read, send } from './ask-city.ts'
import { TREES, type Tree } from './trees.ts'

const ANALYZE = '/api/records/1.0/analyze/'
const TREE = { dataset: 'city-trees' }

type Row = Members & { readonly x: unknown }

const analyze = (parameters: Parameters): Promise<readonly Row[]> =>
  read<readonly Row[]>(ANALYZE, { ...TREE, ...parameters })

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
    assert.match(String(headers['access-control-expose-headers']), /Link.*, ods-analyze-truncated$/)
  })

  test('§14.4 order by several keys, downwards by x, upwards by a named axis', async () => {
    const rows = await analyze({ x: ['species', 'remarkable'], 'y.n.func': 'COUNT' })
    const named = await analyze({
      ...{ x: ['species', 'remarkable'], 'y.n.func': 'COUNT', sort: 'x.remarkable,-x.species' },
    })
    const of = (row: Row): Members => Object(row.x)
    assert.deepEqual(
      named.map(of).map(({ remarkable }) => remarkable),
      [
        ...rows.filter(row => of(row).remarkable === false).map(() => false),
        ...rows.filter(row => of(row).remarkable === true).map(() => true),
      ],
    )
    assert.match(String(of(named[0] as Row).species), /^oak$/i, 'an é comes with the e')
    const last =
      TREES.flatMap(({ planted_on }) => planted_on ?? [])
        .sort()
        .at(-1) ?? ''
    const years = { x: ['planted_on.year', 'planted_on.month'], maxpoints: 1 }
    assert.deepEqual(await analyze({ ...years, sort: '-x.planted_on.year,-x.planted_on.month' }), [
      { x: { year: Number(last.slice(0, 4)), month: Number(last.slice(5, 7)) } },
    ])
    assert.deepEqual(
      await analyze({ x: 'remarkable', sort: '-age' }),
      await analyze({ x: 'remarkable' }),
      'the order of a list of records is none of groups',
    )
  })

  test('§14.4 without an axis: one row of all that is found, none of nothing', async () => {
    const all = { 'y.n.func': 'COUNT', 'y.oldest.func': 'MAX', 'y.oldest.expr': 'age' }
    assert.deepEqual(await analyze({ ...all, 'refine.species': 'elm' }), [
      { n: 50, oldest: Math.max(...agesOf('elm')) },
    ])
    assert.deepEqual(await analyze({ ...all, q: 'age:-9' }), [])
  })

  test('§14.4 summaries of series: with them the rows are results', async () => {
    const asked = { x: 'remarkable', 'y.n.func': 'COUNT' }
    const rows = await analyze(asked)
    const counts = rows.map(({ n }) => Number(n))
    const found = await read(ANALYZE, {
      ...{ ...TREE, ...asked, 'agg.n.func': 'AVG', 'agg.agg1.expr': 'n', 'agg.agg1.func': 'MIN,MAX' },
      ...{ 'agg.all.expr': 'n', 'agg.all.func': 'sum,count,sumsquares,stddev', maxpoints: 1 },
    })
    const deviation = Math.sqrt(mean(squares(counts)) - mean(counts) ** 2)
    const { aggregations, results } = found
    assert.deepEqual(results, rows.slice(0, 1))
    const { all, ...others } = Object(aggregations)
    assert.deepEqual(others, {
      n: mean(counts),
      agg1: { min: Math.min(...counts), max: Math.max(...counts) },
    })
    assert.deepEqual([all.sum, all.count, all.sumsquares], [sum(counts), 2, sum(squares(counts))])
    near(all.stddev, deviation)
  })

  test('§14.4 csv: the axes by their parts, then the series', async () => {
    const csv = async (parameters: Parameters): Promise<string> => {
      const { bytes, headers, status } = await send(
        `${ANALYZE}${queryString({ ...TREE, format: 'csv', ...parameters })}`,
      )
      assert.deepEqual([status, headers['content-type']], [200, 'text/csv; charset=utf-8'], `${bytes}`)
      return bytes.toString()
    }
    const count = { 'y.n.func': 'COUNT' }
    const [no, yes] = (await analyze({ x: 'remarkable', ...count })).map(({ n }) => n)
    assert.equal(await csv({ x: 'remarkable', ...count }), `x;n\r\nfalse;${no}\r\ntrue;${yes}\r\n`)
    assert.equal(
      await csv({ x: ['species', 'planted_on'], ...count, q: 'tree_id:T-001', csv_separator: ',' }),
      'x.species,x.planted_on.year,x.planted_on.month,x.planted_on.day,n\r\noak,1850,1,1,1\r\n',
    )
    assert.equal(
      await csv({ x: 'planted_on', precision: 'month', ...count, q: 'age:-9' }),
      'x.year;x.month;n\r\n',
    )
    assert.match(await csv({ x: 'species', ...count }), /\r\n"a ""b""; c, d\|e\tf\ng";50\r\n/)
    assert.equal(await csv({ ...count }), 'n\r\n400\r\n')
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
  const order = (text: string): number => Number(text.split('-')[0]) * 100 + Number(text.split('-')[1])
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
      const parts = ['year', 'month', 'day'].slice(0, (length - 1) / 3).map(part => `planted_on.${part}`)
      assert.deepEqual(await analyze({ x: parts, 'y.n.func': 'COUNT' }), rows, 'its parts by their names')
    })

  test('§14.4 a part of a date by its name: of any year; a date beside a field has its name', async () => {
    const months = await analyze({ x: 'planted_on.month', 'y.n.func': 'COUNT' })
    assert.deepEqual(months, await analyze({ x: 'planted_on', periodic: 'month', 'y.n.func': 'COUNT' }))
    const rows = await analyze({ x: ['species', 'planted_on.year'], 'refine.species': 'oak', maxpoints: 1 })
    assert.deepEqual(rows, [{ x: { species: 'oak', planted_on: { year: 1850 } } }])
  })

  test('§14.4 a cycle down to a precision; no finer than the values of the field', async () => {
    const rows = await analyze({
      ...{ x: 'planted_on', periodic: 'month', precision: 'day', 'y.n.func': 'COUNT' },
    })
    const expected = tally(({ planted_on }) => planted_on && digits(planted_on.slice(5)))
    assert.deepEqual(keyed(rows), new Map([...expected].sort(([a], [b]) => order(a) - order(b))))
    assert.deepEqual(Object.keys(Object(rows[0]?.x)), ['month', 'day'])
    const fine = await analyze({ x: 'planted_on', precision: 'minute', maxpoints: 1 })
    assert.deepEqual(fine, [{ x: { year: 1850, month: 1, day: 1 } }])
    const weekdays = { periodic: 'weekday', precision: 'hour' }
    assert.deepEqual((await analyze({ x: 'last_visit', ...weekdays }))[0], { x: { weekday: 0 } })
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
      { x: 'species', sort: 'x.age' },
      { x: 'planted_on.century' },
      { x: 'species', 'y.x.func': 'COUNT' },
      { x: 'species', 'y.a.func': 'AVG', 'y.a.expr': 'planted_on' },
      { x: 'species', 'y.a.func': 'QUANTILES', 'y.a.expr': 'age', 'y.a.subsets': '101' },
      { x: 'species', 'y.a.func': 'QUANTILES', 'y.a.expr': 'age', 'y.a.subsets': '-1' },
      { x: 'species', 'y.a.func': 'COUNT', 'y.a.cumulative': 'perhaps' },
      { x: 'species', 'y.a.func': 'COUNT', 'agg.b.func': 'MIN', 'agg.b.expr': 'c' },
      { x: 'species', 'y.a.func': 'COUNT', 'agg.a.func': 'MODE' },
      { x: 'species', 'y.a.func': 'COUNT', 'agg.a.expr': 'a' },
      { x: 'species', format: 'html' },
      { x: 'species', format: 'csv', csv_separator: '§' },
      { x: 'planted_on', precision: 'century' },
      { x: 'planted_on', periodic: 'moon' },
      { x: 'species', maxpoints: 'x' },
    ]
    for (const parameters of BAD) {
      const { status, bytes, headers } = await send(`${ANALYZE}${queryString({ ...TREE, ...parameters })}`)
      assert.equal(status, 400, JSON.stringify(parameters))
      assert.match(String(headers['content-type']), /^application\/json/)
      const said = JSON.parse(bytes.toString()) as Members
      assert.deepEqual([said.errorcode, typeof said.error], [40_000, 'string'])
    }
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
    for (const plain of [{ clustermode: 'heatmap' }, { return_polygons: 'false' }]) {
      const { clusters: heat } = await clusters({ clusterprecision: 2, shapeprecision: 27, ...plain })
      const [{ cluster, count } = {}] = heat as readonly Members[]
      assert.deepEqual([cluster, count], [null, places.length])
    }
    for (const bad of [
      'clusterprecision=3',
      'clusterprecision=3&clusterdistance=x',
      'clusterprecision=3&clusterdistance=9&clustermode=stars',
      'clusterprecision=3&clusterdistance=9&shapeprecision=27',
      'clusterprecision=3&clusterdistance=9&return_polygons=perhaps',
      'clusterprecision=3&clusterdistance=9&y.a.func=SUM&y.a.expr=sin(',
    ])
      assert.equal((await send(`/api/records/1.0/geocluster/?dataset=city-trees&${bad}`)).status, 400, bad)
  })
}
