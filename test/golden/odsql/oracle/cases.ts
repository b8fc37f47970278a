import { field } from './generate-expr.ts'
import type { Condition, Expr, Question, RangeSpec } from './tree.ts'

const PLAIN: Question = {
  ...{ where: [], select: [], groupBy: [], orderBy: [], refine: [], exclude: [], facets: [] },
  ...{ limit: 100, offset: 0, timezone: 'UTC', language: 'en', capitals: false },
}

const number = (text: string): Expr => ({ kind: 'number', text })
const fulltext = (text: string): Condition => ({ kind: 'fulltext', text })
const plus = (left: Expr, right: Expr): Expr => ({ kind: 'arithmetic', op: '+', left, right })
const ifnull = (name: string, other: string): Expr => ({ kind: 'call', fn: 'ifnull', args: [field(name), number(other)] })
const since = (text: string): Condition => ({
  kind: 'compare',
  op: '>=',
  left: field('at'),
  right: { kind: 'date', text },
})
const buckets = (name: string, spec: RangeSpec): Pick<Question, 'groupBy' | 'select'> => ({
  groupBy: [{ of: { kind: 'range', field: name, spec } }],
  select: [{ of: { kind: 'aggregate', fn: 'count', of: '*' } }],
})

/** Questions that were once answered wrongly, by what was wrong. */
export const CASES: Readonly<Record<string, Question>> = {
  'a page in order lost rows when few records were left': {
    ...PLAIN,
    where: [fulltext('Oak')],
    exclude: [{ name: 'code', value: '007' }],
    orderBy: [{ of: field('n'), descending: false }],
  },
  'a text search below not read texts as they are written': {
    ...PLAIN,
    where: [{ kind: 'not', of: fulltext('oak') }],
  },
  'a text search below or read texts as they are written': {
    ...PLAIN,
    where: [{ kind: 'or', of: [fulltext('saint etienne'), { kind: 'compare', op: '=', left: field('n'), right: number('18') }] }],
  },
  'a whole number for a missing decimal could not be added': {
    ...PLAIN,
    select: [{ of: field('id') }, { of: plus(ifnull('x', '6'), field('n')), as: 's' }],
    orderBy: [{ of: plus(ifnull('x', '6'), field('n')), descending: true }],
  },
  'moments before 1970 were shown a day late in many zones': { ...PLAIN, timezone: 'Europe/London' },
  'weeks of 1900 ended with an offset of 35 hours': {
    ...PLAIN,
    ...buckets('at', { kind: 'interval', every: 1, unit: 'week' }),
    where: [since('1891')],
    timezone: 'Pacific/Auckland',
  },
  'the last half second of 1969 was in the first hour of 1970': {
    ...PLAIN,
    ...buckets('at', { kind: 'interval', every: 1, unit: 'hour' }),
    limit: 1000,
  },
  'six hours ended an hour late where clocks change': {
    ...PLAIN,
    ...buckets('at', { kind: 'interval', every: 6, unit: 'h' }),
    where: [since('1990')],
    timezone: 'America/New_York',
    limit: 1000,
  },
  'a day without midnight began in the day before': {
    ...PLAIN,
    exclude: [{ name: 'at', value: '2018-11-03' }],
    timezone: 'America/Sao_Paulo',
  },
  'months were shifted after weeks when written so': {
    ...PLAIN,
    where: [{ kind: 'compare', op: '<', left: field('at'), right: { kind: 'now', args: [['weeks', -23], ['months', -8]] } }],
  },
  'words of neighbouring fields were a phrase': {
    ...PLAIN,
    where: [{ kind: 'match', fn: 'suggest', fields: [], text: 'animal bird o' }],
  },
  'words of different elements were found together': {
    ...PLAIN,
    where: [{ kind: 'like', of: field('tags'), text: 'l été à' }],
  },
  'the last word of a search was taken with slips': {
    ...PLAIN,
    where: [{ kind: 'match', fn: 'search', fields: ['kind', 'tags'], text: 'sah' }],
  },
  'a condition without fields beside a text search had no answer': {
    ...PLAIN,
    where: [
      {
        kind: 'or',
        of: [
          { kind: 'fulltext', text: 'a' },
          { kind: 'compare', op: '!=', left: { kind: 'number', text: '0.5' }, right: { kind: 'number', text: '0' } },
        ],
      },
      { kind: 'fulltext', text: 'ash' },
    ],
    refine: [{ name: 'rank', value: '"5"' }],
    facets: [{ name: 'at', sort: 'count' }],
  },
  'buckets came by their texts beside a group of their field': {
    ...PLAIN,
    groupBy: [
      { of: { kind: 'range', field: 'x', spec: { kind: 'width', width: '2' } } },
      { of: { kind: 'field', name: 'x' }, as: 'k1' },
    ],
    orderBy: [
      { of: { kind: 'range', field: 'x', spec: { kind: 'width', width: '2' } }, descending: false },
    ],
  },
  'buckets came by their texts beside a group with the name of their field': {
    ...PLAIN,
    groupBy: [
      { of: { kind: 'range', field: 'x', spec: { kind: 'width', width: '2' } } },
      { of: { kind: 'field', name: 'x' } },
    ],
    orderBy: [
      { of: { kind: 'range', field: 'x', spec: { kind: 'width', width: '2' } }, descending: false },
    ],
  },
}
