import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bind } from './bind.ts'
import { fieldSet } from './field-set.ts'
import { evaluateNow } from './now.ts'
import { parse } from './parser.ts'

/** Thursday. */
const NOW = Date.parse('2021-05-06T12:34:55.450Z')

/** The examples of explore-api §10.13 and those of the older documents. */
const CASES: readonly (readonly [string, string])[] = [
  ['now()', '2021-05-06T12:34:55.450Z'],
  ['now(year=2001, months=-1)', '2001-04-06T12:34:55.450Z'],
  ['now(day=31, month=2)', '2021-02-28T12:34:55.450Z'],
  ['now(weekday=0)', '2021-05-10T12:34:55.450Z'],
  ['now(mondays=+1)', '2021-05-10T12:34:55.450Z'],
  ['now(mondays=-1)', '2021-05-03T12:34:55.450Z'],
  ['now(thursdays=+1)', '2021-05-06T12:34:55.450Z'],
  ['now(thursdays=-1)', '2021-05-06T12:34:55.450Z'],
  ['now(weekday=3)', '2021-05-06T12:34:55.450Z'],
  ['now(weekday=MO(2))', '2021-05-17T12:34:55.450Z'],
  ['now(weekday=FR)', '2021-05-07T12:34:55.450Z'],
  ['now(weekday=MO(-2))', '2021-04-26T12:34:55.450Z'],
  ['now(weeks=1, days=-1)', '2021-05-12T12:34:55.450Z'],
  ['now(year=-20)', '2001-05-06T12:34:55.450Z'],
  ['now(hour=0, minute=0, second=0, microsecond=0)', '2021-05-06T00:00:00.000Z'],
  ['now(hours=-13)', '2021-05-05T23:34:55.450Z'],
  ['now(month=1, day=31, months=1)', '2021-02-28T12:34:55.450Z'],
  ['now(days=1, days=2)', '2021-05-08T12:34:55.450Z'],
  ['now(years=-22)', '1999-05-06T12:34:55.450Z'],
  ['NOW(Days = -1)', '2021-05-05T12:34:55.450Z'],
]

for (const [text, expected] of CASES)
  test(text, () => {
    const tree = parse({ select: text })
    assert.ok(tree.ok)
    const item = tree.ok ? tree.value.select[0] : undefined
    assert.ok(item?.kind === 'value' && item.value.kind === 'now')
    if (item?.kind === 'value' && item.value.kind === 'now')
      assert.equal(new Date(evaluateNow(item.value.settings, NOW)).toISOString(), expected)
  })

test('a component that does not exist is told', () => {
  const tree = parse({ where: ['a > now(decade=1)'] })
  assert.ok(tree.ok)
  const bound = tree.ok ? bind(tree.value, fieldSet([])) : null
  assert.equal(bound?.ok, false)
})
