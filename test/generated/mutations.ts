import fc, { type Arbitrary } from 'fast-check'
import type { GeneratedRequest, Pairs } from './requests.ts'

/** What breaks things: signs of the language, of SQL, of addresses, numbers at their ends, letters from elsewhere. */
const SHARP = [
  ...[
    '(',
    ')',
    '((((',
    ']',
    '[',
    '"',
    "'",
    '`',
    '\\',
    ',',
    ';',
    ':',
    '..',
    '*',
    '-',
    '--',
    '/*',
    '{p1:String}',
    '%',
  ],
  ...[
    ' and ',
    ' or ',
    ' not ',
    ' as ',
    ' in ',
    ' is ',
    'null',
    'date',
    "date'2020-13-45'",
    "geom'POINT(",
    "geom'POLYGON((0 0))'",
  ],
  ...['0', '-1', '1e9', '99999999999999999999', '0.000000000000001', 'NaN', '2147483648'],
  ...[
    'count(*)',
    'avg(',
    'range(',
    'geo_cluster(',
    'percentile(1, 200)',
    'now(day=40)',
    'year(1)',
    'length(1)',
    'nope',
    '__proto__',
  ],
  ...['é', '\u0000', '\u202e', '💩', '\ud800', '\n', '\t', ' '],
] as const

const NAMES = [
  ...[
    'select',
    'where',
    'group_by',
    'order_by',
    'limit',
    'offset',
    'refine',
    'exclude',
    'facet',
    'lang',
    'timezone',
  ],
  ...[
    'include_links',
    'include_app_metas',
    'use_labels',
    'delimiter',
    'compressed',
    'revision',
    'rows',
    'start',
    'sort',
  ],
  ...['bogus', 'apikey', 'pretty', 'q', 'search', 'qv1', 'epsg'],
] as const

type Change = (request: GeneratedRequest) => GeneratedRequest

const inValue =
  (at: number, change: (value: string) => string): Change =>
  request => {
    if (request.query.length === 0) return { ...request, query: [['where', change('')]] }
    const index = at % request.query.length
    return {
      ...request,
      query: request.query.map(([name, value], i) => [name, i === index ? change(value) : value] as const),
    }
  }

const spot = fc.nat({ max: 400 })
const sharp = fc.constantFrom(...SHARP)

const CHANGES: readonly Arbitrary<Change>[] = [
  fc.tuple(spot, spot, sharp).map(([at, where, text]) =>
    inValue(at, value => {
      const cut = where % (value.length + 1)
      return value.slice(0, cut) + text + value.slice(cut)
    }),
  ),
  fc.tuple(spot, spot, fc.integer({ min: 1, max: 6 })).map(([at, where, length]) =>
    inValue(at, value => {
      const cut = where % (value.length + 1)
      return value.slice(0, cut) + value.slice(cut + length)
    }),
  ),
  fc.tuple(spot, sharp).map(([at, text]) => inValue(at, () => text)),
  fc
    .tuple(spot, fc.integer({ min: 2, max: 60 }))
    .map(([at, times]) => inValue(at, value => value.repeat(times))),
  fc.tuple(spot, fc.constantFrom(...NAMES)).map(
    ([at, name]): Change =>
      request => ({
        ...request,
        query: request.query.map(
          ([old, value], i) => [i === at % request.query.length ? name : old, value] as const,
        ),
      }),
  ),
  fc.tuple(fc.constantFrom(...NAMES), sharp).map(
    ([name, text]): Change =>
      request => ({ ...request, query: [...request.query, [name, text]] }),
  ),
  fc
    .tuple(
      fc.constantFrom('limit', 'offset'),
      fc.constantFrom('-2', '101', '20001', '1.5', 'ten', '9999999999', ' 3 '),
    )
    .map(
      ([name, text]): Change =>
        request => ({ ...request, query: [...request.query, [name, text]] }),
    ),
  fc.tuple(spot, fc.constantFrom('/', '%2F', '%00', '..', 'x', '%zz', '@', 'é', ':')).map(
    ([at, text]): Change =>
      request => {
        const from = request.path.indexOf('/catalog') + 1
        const cut = from <= 0 ? request.path.length : from + (at % (request.path.length - from + 1))
        return { ...request, path: `${request.path.slice(0, cut)}${text}${request.path.slice(cut)}` }
      },
  ),
  spot.map(
    (at): Change =>
      request => {
        const query: Pairs = [...request.query, ...request.query]
        return { ...request, query: at % 2 === 0 ? query : query.toReversed() }
      },
  ),
]

/** Requests that were right before something was done to them. */
export const mutatedRequests = (valid: Arbitrary<GeneratedRequest>): Arbitrary<GeneratedRequest> =>
  fc
    .tuple(valid, fc.array(fc.oneof(...CHANGES), { minLength: 1, maxLength: 3 }))
    .map(([request, changes]) => changes.reduce((changed, change) => change(changed), request))
