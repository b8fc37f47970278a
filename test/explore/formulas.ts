import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Members, type Parameters, queryString, read, send } from './ask-city.ts'
import { TREES } from './trees.ts'

const ANALYZE = '/api/records/1.0/analyze/'

/** Heights and ages of the elms whose both are known. */
const ELMS = TREES.flatMap(({ species, height, age }) =>
  species === 'elm' && height !== null && age !== null ? [{ height, age }] : [],
)

const sumOf = async (expression: string, more: Parameters = {}): Promise<unknown> => {
  const rows = await read<readonly Members[]>(ANALYZE, {
    ...{ dataset: 'city-trees', 'refine.species': 'elm', q: 'NOT #null(height) AND NOT #null(age)' },
    ...{ 'y.s.func': 'SUM', 'y.s.expr': expression, ...more },
  })
  return rows[0]?.s
}

/** The nearest whole number, of two as near the even one. */
function even(x: number): number {
  const below = Math.floor(x)
  if (x - below !== 0.5) return Math.round(x)
  return below % 2 === 0 ? below : below + 1
}

function ulp(x: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, Math.abs(x))
  view.setBigUint64(0, view.getBigUint64(0) + 1n)
  return view.getFloat64(0) - Math.abs(x)
}

interface Elm {
  readonly height: number
  readonly age: number
}

/** Every function of explore-api §14.4, beside what Java and this language say of it. */
const FORMULAS: Readonly<Record<string, (elm: Elm) => number>> = {
  'sin(height)': ({ height }) => Math.sin(height),
  'cos(age)': ({ age }) => Math.cos(age),
  'tan(height)': ({ height }) => Math.tan(height),
  'asin(age / 300)': ({ age }) => Math.asin(age / 300),
  'acos(age / 300)': ({ age }) => Math.acos(age / 300),
  'atan(height)': ({ height }) => Math.atan(height),
  'toRadians(age)': ({ age }) => (age * Math.PI) / 180,
  'toDegrees(height)': ({ height }) => (height * 180) / Math.PI,
  'exp(height / 10)': ({ height }) => Math.exp(height / 10),
  'log(age + 1)': ({ age }) => Math.log(age + 1),
  'log10(age + 1)': ({ age }) => Math.log10(age + 1),
  'sqrt(age)': ({ age }) => Math.sqrt(age),
  'cbrt(height)': ({ height }) => Math.cbrt(height),
  'IEEEremainder(age, 4) * height': ({ height, age }) => (age - 4 * even(age / 4)) * height,
  'ceil(height / 3 - 4)': ({ height }) => Math.ceil(height / 3 - 4),
  'floor(height / 3 - 4)': ({ height }) => Math.floor(height / 3 - 4),
  'rint(age / 4)': ({ age }) => even(age / 4),
  'atan2(height, age)': ({ height, age }) => Math.atan2(height, age),
  'pow(height, 3)': ({ height }) => height ** 3,
  'round(age / 4 - 30)': ({ age }) => Math.round(age / 4 - 30),
  'abs(height - 10)': ({ height }) => Math.abs(height - 10),
  'max(height, age / 10)': ({ height, age }) => Math.max(height, age / 10),
  'min(height, age / 10)': ({ height, age }) => Math.min(height, age / 10),
  'ulp(age)': ({ age }) => ulp(age),
  'signum(height - 9)': ({ height }) => Math.sign(height - 9),
  'sinh(height / 10)': ({ height }) => Math.sinh(height / 10),
  'cosh(height / 10)': ({ height }) => Math.cosh(height / 10),
  'tanh(height / 10)': ({ height }) => Math.tanh(height / 10),
  'hypot(height, age)': ({ height, age }) => Math.hypot(height, age),
  '(height + 2) * 3 - age / 4': ({ height, age }) => (height + 2) * 3 - age / 4,
  '-height + sin(cos(age) * max(1, MIN(2, height)))': ({ height, age }) =>
    -height + Math.sin(Math.cos(age) * Math.max(1, Math.min(2, height))),
  '`height`': ({ height }) => height,
}

/** §14.4: expressions of series, each function beside its definition. */
export function formulaRows(): void {
  for (const [expression, of] of Object.entries(FORMULAS))
    test(`§14.4 ${expression}`, async () => {
      const expected = ELMS.reduce((sum, elm) => sum + of(elm), 0)
      const found = Number(await sumOf(expression))
      assert.ok(
        Math.abs(found - expected) <= 1e-9 * Math.max(1e-9, Math.abs(expected)),
        `${found} ${expected}`,
      )
    })

  test('§14.4 time: of now, and of a date', async () => {
    const before = Date.now()
    const now = Number(await sumOf('time()', { 'y.s.func': 'MIN' }))
    assert.ok(now >= before && now <= Date.now(), String(now))
    const { headers } = await send(
      `${ANALYZE}${queryString({ dataset: 'city-trees', 'y.s.func': 'MAX', 'y.s.expr': 'time()' })}`,
    )
    assert.equal(headers.etag, undefined, 'the answer is another one each time')
    const day = { q: 'tree_id:T-001', 'refine.species': 'oak', 'y.s.func': 'MAX' }
    assert.equal(await sumOf('time(planted_on)', day), Date.UTC(1850, 0, 1))
  })

  test('§14.4 random: from 0 to less than 1, another one each time', async () => {
    const least = Number(await sumOf('random()', { 'y.s.func': 'MIN' }))
    const most = Number(await sumOf('random()', { 'y.s.func': 'MAX' }))
    assert.ok(least >= 0 && least < 0.5 && most > 0.5 && most < 1, `${least} ${most}`)
    assert.notEqual(await sumOf('random()'), await sumOf('random()'))
    assert.notEqual(await sumOf('random() - random()'), 0)
  })

  test('§14.4 what is no number counts as nothing, as a division by zero does', async () => {
    const roots = ELMS.map(({ age }) => Math.sqrt(age - 50)).filter(root => !Number.isNaN(root))
    const sum = roots.reduce((a, b) => a + b, 0)
    assert.ok(Math.abs(Number(await sumOf('sqrt(age - 50)')) - sum) < 1e-9)
    const mean = Number(await sumOf('sqrt(age - 50)', { 'y.s.func': 'AVG' }))
    assert.ok(Math.abs(mean - sum / roots.length) < 1e-9)
    assert.equal(await sumOf('log(age - age)', { 'y.s.func': 'AVG' }), null)
    assert.equal(await sumOf('max(age / 0, 1)', { 'y.s.func': 'MAX' }), null)
  })

  test('§14.4 the deviation of values far from zero', async () => {
    const mean = ELMS.reduce((sum, { age }) => sum + age, 0) / ELMS.length
    const spread = Math.sqrt(ELMS.reduce((sum, { age }) => sum + (age - mean) ** 2, 0) / ELMS.length)
    const far = Number(await sumOf('age + 1000000000', { 'y.s.func': 'STDDEV' }))
    assert.ok(Math.abs(far - spread) < 1e-6, `${far} ${spread}`)
  })

  test('§14.4 what is no expression is refused with its place', async () => {
    const nested = (depth: number): string => `${'ulp('.repeat(depth)}age${')'.repeat(depth)}`
    const BAD: readonly string[] = [
      ...['sin(', 'sin()', 'sin(age, age)', 'atan2(age)', 'random(1)', 'foo(age)', 'age +', 'age age', ')'],
      ...[
        'count(*)',
        'sum(age)',
        'year(planted_on)',
        'greatest(age, 1)',
        'finite(age)',
        'geo_digest(position)',
      ],
      ...['sin(species)', 'time(age)', 'nothing', '"text"', 'true', "geom'POINT(1 2)'", 'tags', 'crown'],
      ...[
        'age) as b, count(*',
        'age; drop',
        'age -- x',
        'age /* x */',
        "'",
        'age = 1',
        '1 2',
        'sin',
        nested(80),
      ],
    ]
    for (const expression of BAD) {
      const query = queryString({ dataset: 'city-trees', 'y.s.func': 'SUM', 'y.s.expr': expression })
      const { status, bytes } = await send(`${ANALYZE}${query}`)
      const said = JSON.parse(bytes.toString()) as Members
      assert.deepEqual([status, said.errorcode], [400, 40_000], `${expression} ${bytes}`)
      assert.match(String(said.error), /Clause\(s\) containing the error\(s\): series\.$/, expression)
    }
    assert.equal(typeof (await sumOf(nested(50))), 'number')
  })

  test('§14.4 the functions of an analysis are none of later versions', async () => {
    for (const select of [
      'sin(age)',
      'stddev(age)',
      'geo_digest(position)',
      'greatest(age, 1)',
      'ulp(age)',
    ]) {
      const path = `/api/explore/v2.1/catalog/datasets/city-trees/records${queryString({ select })}`
      assert.equal((await send(path)).status, 400, select)
    }
  })
}
