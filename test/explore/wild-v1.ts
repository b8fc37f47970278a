import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Members, send } from './ask-city.ts'
import { TREES } from './trees.ts'

/** Questions as public programs spell them to v1, but for names of datasets and fields, and what they read of an answer. */
const ASKED: readonly (readonly [request: string, reads: (answer: unknown) => void])[] = [
  [
    'analyze/?dataset=city-trees&x=planted_on.year&x=planted_on.month&x=planted_on.day&sort=x.planted_on.year,x.planted_on.month,x.planted_on.day&maxpoints=&y.cases.expr=age&y.cases.func=SUM&y.cases.cumulative=false&timezone=Asia%2FBaghdad&lang=en',
    answer => {
      const days = (answer as readonly { x: { year: number; month: number; day: number } }[]).map(({ x }) =>
        Date.UTC(x.year, x.month - 1, x.day),
      )
      assert.deepEqual(
        days,
        days.toSorted((a, b) => a - b),
      )
      assert.equal(days[0], Date.UTC(1850, 0, 1))
    },
  ],
  [
    'analyze/?dataset=city-trees&rows=10&x=species&y.series1.func=SUM&y.series1.expr=age&sort=series1&refine.remarkable=true',
    answer => {
      const sums = (answer as readonly { series1: number }[]).slice(0, 50).map(({ series1 }) => series1)
      assert.deepEqual(
        sums,
        sums.toSorted((a, b) => b - a),
      )
    },
  ],
  [
    'analyze/?dataset=city-trees&q=&rows=10000&sort=planted_on&refine.species=oak&x=tags&y.publicreports.func=COUNT',
    answer =>
      assert.ok((answer as readonly Members[]).every(({ publicreports }) => Number(publicreports) > 0)),
  ],
  [
    'analyze/?dataset=city-trees&source=monitoring&y.total_records.expr=age&y.total_records.func=SUM',
    answer =>
      assert.equal(
        (answer as readonly Members[])[0]?.total_records,
        TREES.reduce((sum, { age }) => sum + (age ?? 0), 0),
      ),
  ],
  [
    'analyze/?dataset=city-trees&x=planted_on&y.walks_count.expr=tree_id&y.walks_count.func=COUNT',
    answer =>
      assert.ok(
        (answer as readonly { x: { year: number; month: number; day: number } }[]).every(({ x }) =>
          Number.isFinite(Date.UTC(x.year, x.month - 1, x.day)),
        ),
      ),
  ],
  [
    'analyze/?dataset=city-trees&q=not+%23null(height)&geofilter.distance=48,2,90000&fields=species&x=species&y.count.func=COUNT',
    answer => assert.ok((answer as readonly Members[]).length > 0),
  ],
  [
    'analyze/?dataset=city-trees&x=species&maxpoints=0&y.a.expr=age&y.a.func=QUANTILES&y.a.cumulative=false&y.a.subsets=50&agg.a.expr=a&agg.a.func=MAX&timezone=Europe%2FParis',
    answer => {
      const { results, aggregations } = answer as { results: readonly Members[]; aggregations: Members }
      assert.equal(aggregations.a, Math.max(...results.map(({ a }) => Number(a))))
    },
  ],
  [
    'download/?rows=1000&format=json&geo_simplify=true&geo_simplify_zoom=14&geofilter.bbox=48,2,49,4&fields=crown&dataset=city-trees',
    answer => {
      const crowns = (answer as readonly { fields: Members }[]).flatMap(({ fields }) => fields.crown ?? [])
      assert.ok(crowns.length > 0 && crowns.every(crown => Object(crown).type === 'Polygon'))
    },
  ],
  [
    'geopreview/?disjunctive.species=true&sort=age&rows=1000&clusterprecision=6&dataset=city-trees&timezone=Europe%2FBerlin',
    answer => assert.ok((answer as readonly Members[]).every(({ geometry }) => Object(geometry).coordinates)),
  ],
  [
    'geopolygon/?maxpoints=1&y.serie.expr=age&y.serie.func=AVG&dataset=city-trees&timezone=Europe%2FBerlin&lang=fr',
    answer => {
      const { min, max } = (answer as { series: { serie: { min: number; max: number } } }).series.serie
      assert.ok(min < max)
    },
  ],
]

/** §16: what clients of v1 send and read. */
export function wildVersion1Rows(): void {
  for (const [request, reads] of ASKED)
    test(`in the wild, v1: ${request}`, async () => {
      const { status, bytes } = await send(`/api/records/1.0/${request}`)
      assert.equal(status, 200, bytes.toString())
      reads(JSON.parse(bytes.toString()))
    })
}
