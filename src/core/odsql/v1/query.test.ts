import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FAULTS } from '../faults.ts'
import { parse } from '../parser.ts'
import { printCondition } from '../print.ts'

/** How a query reads, in the words of ODSQL; `match` as `field:"value"`. */
function reads(query: string): string {
  const found = parse({ qv1: [query] })
  assert.ok(found.ok, `${query}: ${JSON.stringify(found)}`)
  return found.value.qv1.map(printCondition).join(' ; ')
}

const start = (text: string): string => `suggest(*, "${text}")`

const READS: readonly [why: string, query: string, expected: string][] = [
  ['a word is a start', 'film', start('film')],
  ['nothing', '  ', ''],
  ['juxtaposition is AND', 'oak ash', `(${start('oak')} and ${start('ash')})`],
  ['so is AND', 'oak AND ash', `(${start('oak')} and ${start('ash')})`],
  ['OR is looser', 'a b OR c', `((${start('a')} and ${start('b')}) or ${start('c')})`],
  ['NOT is tighter', 'NOT a b', `(not (${start('a')}) and ${start('b')})`],
  ['parentheses', '(a OR b) AND c', `((${start('a')} or ${start('b')}) and ${start('c')})`],
  ['small words are words', 'or and', `(${start('or')} and ${start('and')})`],
  ['small keywords before a function', 'not #null(age)', 'not (`age` is null)'],
  [
    'and between them',
    'oak and #null(age) or not #null(height)',
    `((${start('oak')} and \`age\` is null) or not (\`height\` is null))`,
  ],
  ['a word that begins like a keyword', 'ORANGE ANDES', `(${start('ORANGE')} and ${start('ANDES')})`],
  ['an apostrophe is part of its word', "l'été", start("l'été")],
  ['a hyphen too', 'Jean-Claude', start('Jean-Claude')],
  ['commas separate', 'paris, lyon', `(${start('paris')} and ${start('lyon')})`],
  ['quotes: whole words', '"film"', '"film"'],
  ['quotes: together', '"old oak"', `("old oak" and ${start('old oak')})`],
  ['single quotes', "'film'", '"film"'],
  ['a field', 'species:oak', '`species`:"oak"'],
  ['an equals sign', 'species=oak', '`species`:"oak"'],
  ['two of them', 'species==oak', '`species`:"oak"'],
  ['not equal', 'species!=oak', 'not (`species`:"oak")'],
  ['spaces around', 'records_count >= 50', '`records_count` >= "50"'],
  ['a dotted name', 'default.title:x', '`default`.`title`:"x"'],
  ['a quoted value', 'species:"old oak"', '`species`:"old oak"'],
  ['comparisons', 'a>1 b<2 c>=3 d<=4', '(`a` > "1" and `b` < "2" and `c` >= "3" and `d` <= "4")'],
  ['a slashed date', 'date>2020/01/31', '`date` > "2020/01/31"'],
  ['an instant', 'date<=2020-01-31T10:00:00Z', '`date` <= "2020-01-31T10:00:00Z"'],
  ['a value with colons', 'url:http://a.org/b?c=d', '`url`:"http://a.org/b?c=d"'],
  ['a range', 'age:[1 TO 5]', '`age` in ["1" to "5"]'],
  ['turned brackets', 'age:]1 TO 5[', '`age` in ]"1" to "5"['],
  ['open ends', 'age:[* TO 5]', '`age` in [* to "5"]'],
  ['quoted bounds', 'd:["2020-01-01" TO "2021"]', '`d` in ["2020-01-01" to "2021"]'],
  [
    'instants as bounds',
    '(date:[2022-09-30T22:00:00Z TO 2023-11-01T22:59:59Z])',
    '`date` in ["2022-09-30T22:00:00Z" to "2023-11-01T22:59:59Z"]',
  ],
  ['several values', 'species:(oak OR "old ash")', '(`species`:"oak" or `species`:"old ash")'],
  ['everything', '*:*', start('*')],
  ['now', 'd>=#now(years=-1)', '`d` >= now(years=-1)'],
  ['now, by weekday', 'd>#now(weekday=MO(+2),weeks=1)', '`d` > now(weekday=MO(+2), weeks=1)'],
  ['now in a range', 'd:[#now(days=-7) TO #now()]', '`d` in [now(days=-7) to now()]'],
  ['null', '#null(age)', '`age` is null'],
  ['not null', 'NOT #null(age)', 'not (`age` is null)'],
  ['exact', '#exact(species, "Oak")', '`species` = "Oak"'],
  ['search', '#search(species, tags, "old oa")', '(`species` like "old oa*" or `tags` like "old oa*")'],
  ['search anywhere', '#search(*, "Jean-C")', '"Jean-C*"'],
  ['search, shortest', '#search("oak")', '"oak*"'],
  ['startswith', '#startswith(species, "Mar")', 'startswith(`species`, "Mar")'],
  [
    'distance',
    '#distance(position, "48.85,2.35", 1000)',
    'within_distance(`position`, geom"POINT(2.35 48.85)", 1000 m)',
  ],
  ['distance with a unit', '#distance(p,"1,2",1.5km)', 'within_distance(`p`, geom"POINT(2 1)", 1.5 km)'],
  ['polygon', '#polygon(p, "(48,2),(49,2),(49,3)")', 'polygon(`p`, geom"POLYGON((2 48, 2 49, 3 49))")'],
  ['polygon, wrapped', '#polygon(p,"((0,0),(0,1),(1,1))")', 'polygon(`p`, geom"POLYGON((0 0, 1 0, 1 1))")'],
  ['type of shape', '#geometry(crown, "polygon")', 'geometry_type(`crown`) = "Polygon"'],
  ['as widgets send', '(oak) AND (age>10)', `(${start('oak')} and \`age\` > "10")`],
  [
    'as widgets send',
    '(title:paris OR description:paris) AND records_count >= 50',
    '((`title`:"paris" or `description`:"paris") and `records_count` >= "50")',
  ],
]

for (const [why, query, expected] of READS)
  test(`v1 reads ${why}: ${query}`, () => assert.equal(reads(query), expected))

const STOPS: readonly [query: string, position: number, code: keyof typeof FAULTS][] = [
  ['(oak', 4, 'odsql_unexpected_end'],
  ['oak)', 3, 'odsql_unexpected'],
  ['"oak', 0, 'odsql_unexpected'],
  ['a AND', 5, 'odsql_unexpected_end'],
  ['age:', 4, 'odsql_unexpected_end'],
  ['age:[1 TO', 9, 'odsql_unexpected_end'],
  ['age:[1 5]', 7, 'odsql_unexpected'],
  ['age:[1 TO 5', 11, 'odsql_unexpected_end'],
  ['= 5', 0, 'odsql_unexpected'],
  ['#nothing(a)', 8, 'odsql_unexpected'],
  ['#null(a, b)', 10, 'odsql_unexpected'],
  ['#distance(p, "1,2", far)', 20, 'odsql_unexpected'],
  ['d>#now(days=x)', 12, 'odsql_unexpected'],
]

for (const [query, position, code] of STOPS)
  test(`v1 stops at ${position} of ${query}`, () => {
    const found = parse({ qv1: [query] })
    assert.ok(!found.ok)
    const [fault] = found.diagnostics
    assert.deepEqual([fault.code, fault.place, fault.span?.[0]], [code, 'qv1', position])
  })

test('v1: deep nesting is refused, wide queries are not', () => {
  const deep = parse({ qv1: [`${'('.repeat(5000)}a${')'.repeat(5000)}`] })
  assert.equal(!deep.ok && deep.diagnostics[0].code, 'odsql_too_deep')
  assert.equal(!parse({ qv1: [`${'NOT '.repeat(5000)}a`] }).ok, true)
  assert.equal(parse({ qv1: ['oak OR ash '.repeat(2000)] }).ok, true)
  const long = parse({ qv1: ['a'.repeat(100_001)] })
  assert.equal(!long.ok && long.diagnostics[0].code, 'odsql_too_long')
})

test('search: each word is a start, no word is a fault', () => {
  const found = parse({ search: ['old "oak', 'and )'] })
  assert.ok(found.ok)
  assert.deepEqual(
    found.value.search.map(printCondition),
    ['old', '\\"oak', 'and', ')'].map(word => start(word)),
  )
})

const PIECES = [
  ...['oak', 'AND', 'OR', 'NOT', '(', ')', '[', ']', ' TO ', ':', '=', '>', '<=', '"', "'", ',', '*', '#'],
  ...[
    '#now(',
    '#null(',
    '#search(',
    '#distance(',
    'days=-1',
    'MO(2)',
    '"48,2"',
    '2020/01/02',
    '\\',
    'é',
    '💡',
  ],
]
const pieces = fc
  .array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom('', ' ')), { maxLength: 30 })
  .map(parts => parts.flat().join(''))

test('v1: whatever is sent, a tree or a fault with its place in the text', () =>
  fc.assert(
    fc.property(fc.oneof(pieces, fc.string({ unit: 'binary' })), query => {
      const found = parse({ qv1: [query] })
      if (found.ok) return
      for (const { code, span } of found.diagnostics) {
        assert.ok(code in FAULTS)
        assert.ok(span !== undefined && span[0] >= 0 && span[0] <= span[1] && span[1] <= query.length, query)
      }
    }),
    { numRuns: 3000 },
  ))
