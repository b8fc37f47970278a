import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Parameters, queryString, refuses, send } from './ask-city.ts'
import { DATASET, ROOT } from './city.ts'

type Fault = readonly [status: number, code: string, message: string]

const syntax = (reason: string, clause: string): Fault => [
  400,
  'ODSQLSyntaxError',
  `ODSQL syntax exception: ${reason}. Clause(s) containing the error(s): ${clause}.`,
]
const malformed = (reason: string, clause: string): Fault => [
  400,
  'ODSQLError',
  `ODSQL query is malformed: ${reason}. Clause(s) containing the error(s): ${clause}.`,
]
const parameter = (name: string, found: string, expected: string): Fault => [
  400,
  'InvalidRESTParameterError',
  `Invalid value for ${name} API parameter: ${found} was found but ${expected} is expected.`,
]
const NO_URI: Fault = [404, 'NotFoundURI', 'The requested URI does not exist.']
const missing = (what: string): Fault => [404, 'NotFoundResource', `The requested ${what} does not exist.`]

const unknown = (name: string, clause: string): Fault => malformed(`Unknown field: ${name}`, clause)
const unexpected = (token: string, position: number, text: string, clause: string): Fault =>
  syntax(`unexpected ${token} at position ${position} in ${text}`, clause)

const BOGUS_ID = 'f'.repeat(40)
const LARGE_SORT =
  'aggregation function in order by is not supported with a limit > 20000. Please remove the order by or set a limit parameter lower than 20001'

type Row = readonly [why: string, path: string, parameters: Parameters, fault: Fault]

/** Faults of §4 (and of the sections that name one), by path below the dataset. */
const ROWS: readonly Row[] = [
  ...(
    [
      ['an unknown function', 'contains(species, "oak")', '(', 8],
      ['an unknown function without arguments', 'invalid_function()', '(', 16],
      ['an open bracket', 'BOGUS(', '(', 5],
      ['in_distance (§10.1)', 'in_distance(position)', '(', 11],
      ['between (§10.1)', 'age between 1 and 2', 'between', 4],
      ['a doubled quote (§10.1)', "species='it''s'", "'s'", 12],
      ['an accent before: characters are counted, not bytes', 'species="é" nonsense', 'nonsense', 12],
    ] as const
  ).map(
    ([why, where, token, position]) =>
      [why, '/records', { where }, unexpected(token, position, where, 'where')] as const,
  ),
  ...['if(age)', 'stddev(age)', 'variance(age)', 'day_of_week(planted_on)', 'quarter(planted_on)'].map(
    select =>
      [
        `${select} is not of the language (§10.1, §10.8)`,
        '/records',
        { select },
        unexpected('(', select.indexOf('('), select, 'select'),
      ] as const,
  ),
  [
    'an end too early (§19.40)',
    '/records',
    { where: 'species=' },
    syntax('unexpected end of expression at position 8 in species=', 'where'),
  ],
  [
    'a syntax fault in an export',
    '/exports/csv',
    { where: 'foo(age)' },
    unexpected('(', 3, 'foo(age)', 'where'),
  ],
  ['a syntax fault in facets', '/facets', { where: 'foo(age)' }, unexpected('(', 3, 'foo(age)', 'where')],

  ['an unknown field in order_by', '/records', { order_by: 'heigth' }, unknown('heigth', 'order_by')],
  ['an unknown field in where', '/records', { where: 'nope=1' }, unknown('nope', 'where')],
  ['an unknown field in select', '/records', { select: 'nope' }, unknown('nope', 'select')],
  ['an unknown field in group_by', '/records', { group_by: 'nope' }, unknown('nope', 'group_by')],
  ['an unknown field in refine (§12.3)', '/records', { refine: 'nope:1' }, unknown('nope', 'refine')],
  ['an unknown field in exclude (§12.4)', '/records', { exclude: 'nope:1' }, unknown('nope', 'exclude')],
  ['an unknown field in facet (§12.2)', '/facets', { facet: 'nope' }, unknown('nope', 'facet')],
  ['an unknown field in facet of records', '/records', { facet: 'nope' }, unknown('nope', 'facet')],
  ['an unknown field in an export', '/exports/json', { select: 'nope' }, unknown('nope', 'select')],
  [
    'faults of several clauses (§5.4)',
    '/records',
    { select: 'nope', where: 'nope=1' },
    unknown('nope', 'select, where'),
  ],
  [
    'an aggregate of a text',
    '/records',
    { select: 'avg(species)' },
    malformed('StatAggregation only supports numeric or date expression', 'select'),
  ],
  [
    'the smallest of a text',
    '/records',
    { select: 'min(species)' },
    malformed('StatAggregation only supports numeric or date expression', 'select'),
  ],
  [
    'a plain field beside groups (§7.2)',
    '/records',
    { select: 'age', group_by: 'species' },
    malformed('Field age must appear in group_by or in an aggregation function', 'select'),
  ],
  [
    'groups of points (§7.2)',
    '/records',
    { group_by: 'position' },
    malformed('Type geo_point_2d cannot be grouped', 'group_by'),
  ],
  [
    'an aggregate in an ungrouped order (§10.7)',
    '/records',
    { order_by: 'avg(age)' },
    malformed('Aggregation function avg is not allowed here', 'order_by'),
  ],
  [
    'an aggregate after a plain key (§10.7)',
    '/records',
    { group_by: 'species', order_by: 'species, avg(age)' },
    malformed('Aggregation functions must come first in order_by', 'order_by'),
  ],
  [
    'two weeks (§10.11)',
    '/records',
    { group_by: 'range(planted_on, 2 weeks)' },
    malformed('Interval 2 week is not supported', 'group_by'),
  ],
  [
    'a circle around a number (§10.9)',
    '/records',
    { where: "within_distance(age, geom'POINT(1 1)', 1km)" },
    malformed('Function within_distance does not accept an argument of type int', 'where'),
  ],
  [
    'a grouped export by an aggregate, endless',
    '/exports/json',
    { group_by: 'species', order_by: 'count(*)' },
    malformed(LARGE_SORT, 'order_by'),
  ],
  [
    'a grouped export by an aggregate, too long',
    '/exports/json',
    { group_by: 'species', order_by: 'count(*)', limit: 20001 },
    malformed(LARGE_SORT, 'order_by'),
  ],

  ['limit too large', '/records', { limit: 101 }, parameter('limit', '101', '-1 <= limit <= 100')],
  ['limit below', '/records', { limit: -2 }, parameter('limit', '-2', '-1 <= limit <= 100')],
  ['limit no number', '/records', { limit: 'ten' }, parameter('limit', 'ten', '-1 <= limit <= 100')],
  ['limit a fraction', '/records', { limit: '1.5' }, parameter('limit', '1.5', '-1 <= limit <= 100')],
  [
    'limit of groups',
    '/records',
    { limit: 20001, group_by: 'age' },
    parameter('limit', '20001', '-1 <= limit <= 20000'),
  ],
  ['limit by its old name', '/records', { rows: 101 }, parameter('limit', '101', '-1 <= limit <= 100')],
  ['limit of an export below', '/exports/csv', { limit: -2 }, parameter('limit', '-2', '-1 <= limit')],
  ['offset below', '/records', { offset: -1 }, parameter('offset', '-1', 'offset >= 0')],
  ['offset no number', '/records', { offset: 'x' }, parameter('offset', 'x', 'offset >= 0')],
  [
    'page window',
    '/records',
    { limit: 100, offset: 9901 },
    parameter('sum of offset + limit', '10001', '<= 10000'),
  ],
  [
    'page window of groups',
    '/records',
    { limit: 10001, offset: 10000, group_by: 'age' },
    parameter('sum of offset + limit', '20001', '<= 20000'),
  ],
  [
    'window of an export that skips (§5.2)',
    '/exports/csv',
    { limit: 2, offset: 9999 },
    parameter('sum of offset + limit', '10001', '<= 10000'),
  ],
  ['a boolean', '/records', { include_links: 'maybe' }, parameter('include_links', 'maybe', 'true or false')],
  [
    'a boolean of an export',
    '/exports/csv',
    { quote_all: '1' },
    parameter('quote_all', '1', 'true or false'),
  ],
  [
    'a zone',
    '/records',
    { timezone: 'Mars/X' },
    parameter('timezone', 'Mars/X', 'a time zone such as Europe/Paris'),
  ],
  ['a delimiter', '/exports/csv', { delimiter: 'x' }, parameter('delimiter', 'x', 'one of ; , | or a tab')],
  [
    'a revision that is no number',
    '',
    { revision: 'x' },
    parameter('revision', 'x', 'the number of a revision'),
  ],

  ['an unknown record', `/records/${BOGUS_ID}`, {}, missing(`record ${BOGUS_ID}`)],
  ['an unknown record of no such form', '/records/1', {}, missing('record 1')],
  ['an unknown revision', '/records', { revision: 99 }, missing('revision 99')],
  ['an unknown path', '/nothing', {}, NO_URI],
  ['an unknown export', '/exports/docx', {}, NO_URI],
  ['an unknown attachment', '/attachments/nope', {}, missing('attachment nope')],
  ['an unknown file', `/files/${'0f'.repeat(16)}`, {}, missing(`file ${'0f'.repeat(16)}`)],
]

/** Faults by path from the root. */
const ELSEWHERE: readonly [why: string, path: string, fault: Fault][] = [
  ['an unknown dataset', `${ROOT}/catalog/datasets/nope`, missing('dataset nope')],
  ['records of an unknown dataset', `${ROOT}/catalog/datasets/nope/records`, missing('dataset nope')],
  ['an export of an unknown dataset', `${ROOT}/catalog/datasets/nope/exports/csv`, missing('dataset nope')],
  ['a federated identifier (§1.2)', `${ROOT}/catalog/datasets/trees@paris`, missing('dataset trees@paris')],
  ['an identifier with an accent', `${ROOT}/catalog/datasets/%C3%A9`, missing('dataset é')],
  ['an unknown path', `${ROOT}/nothing`, NO_URI],
  ['an unknown version', '/api/explore/v3/catalog', NO_URI],
  ['an unknown export of the catalogue', `${ROOT}/catalog/exports/docx`, NO_URI],
  [
    'a map of what has no place (§19.38)',
    `${ROOT}/catalog/datasets/bike-counts/exports/geojson`,
    parameter('format', 'geojson', 'one of csv, json, fgb, jsonl, parquet, rdfxml, jsonld, turtle, n3, xlsx'),
  ],
  ['an unknown field of the catalogue', `${ROOT}/catalog/datasets?where=nope=1`, unknown('nope', 'where')],
  [
    'a structure in a condition (§6.2)',
    `${ROOT}/catalog/datasets?where=fields=%22x%22`,
    malformed('Field fields can only be selected', 'where'),
  ],
  [
    'an unknown field of a dataset',
    `${ROOT}/catalog/datasets/city-trees?select=nope`,
    unknown('nope', 'select'),
  ],
  [
    'limit of the catalogue',
    `${ROOT}/catalog/datasets?limit=101`,
    parameter('limit', '101', '-1 <= limit <= 100'),
  ],
]

/** §4: every row with status, code and sentence. */
export function errorRows(): void {
  for (const [why, path, parameters, fault] of ROWS)
    test(`§4 ${why}: ${path}${decodeURIComponent(queryString(parameters))}`, () =>
      refuses(`${DATASET}${path}`, parameters, fault))
  for (const [why, path, fault] of ELSEWHERE) test(`§4 ${why}`, () => refuses(path, {}, fault))

  test('§4 a likely meaning is told beside the message, never in it', async () => {
    const { bytes } = await send(`${DATASET}/records?where=heigth=1`)
    assert.deepEqual(JSON.parse(bytes.toString()), {
      error_code: 'ODSQLError',
      message: 'ODSQL query is malformed: Unknown field: heigth. Clause(s) containing the error(s): where.',
      hint: 'Did you mean height?',
    })
  })

  test('§4 a grouped export by an aggregate of 20000 at most is answered (§10.7)', async () => {
    const path = `${DATASET}/exports/json?group_by=species&order_by=count(*)&limit=20000`
    assert.equal((await send(path)).status, 200)
  })

  test('§4 a form that is no form, a body that is no text', async () => {
    const { status, bytes } = await send(`${DATASET}/records`, {
      ...{ method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
    })
    assert.equal(status, 400)
    assert.equal(JSON.parse(bytes.toString()).error_code, 'BadRequest')
  })
}
