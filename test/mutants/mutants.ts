/** A fault put into the compiler on purpose: one text of one file below `src/core/` in place of another. */
export interface Mutant {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
}

/** A template literal as it stands in a source. */
const sql = (text: string): string => `sql\`${text}\``

/** Faults that somebody could make, and that the questions of the oracle must notice. */
export const MUTANTS: readonly Mutant[] = [
  {
    ...{ name: 'a flipped comparison', file: 'sql/condition.ts' },
    ...{ from: `'<': ${sql('<')},`, to: `'<': ${sql('<=')},` },
  },
  {
    ...{ name: 'a lost null rule', file: 'sql/condition.ts' },
    ...{
      from: 'NOT ifNull(${compileCondition(scope, condition.operand)}, false)',
      to: 'NOT (${compileCondition(scope, condition.operand)})',
    },
  },
  {
    ...{ name: 'NOT without complement', file: 'sql/condition.ts' },
    ...{ from: 'return sql`NOT ifNull(${compileCondition(', to: 'return sql`ifNull(${compileCondition(' },
  },
  {
    ...{ name: 'OR read as AND', file: 'sql/condition.ts' },
    ...{
      from: "condition.kind === 'and' ? ' AND ' : ' OR ')",
      to: "condition.kind === 'and' ? ' AND ' : ' AND ')",
    },
  },
  {
    ...{ name: 'words asked for as they are written', file: 'sql/text-search.ts' },
    ...{ from: "unaccented(param(parted(text), 'String'))", to: "param(parted(text), 'String')" },
  },
  {
    ...{ name: 'inclusive for exclusive', file: 'sql/condition.ts' },
    ...{ from: 'end.included ? (`${strict}=` as const) : strict', to: '(`${strict}=` as const)' },
  },
  {
    ...{ name: 'a period shrunk to its start', file: 'sql/condition.ts' },
    ...{
      from: "case '<=':\n      return sql`${value} < ${end}`",
      to: "case '<=':\n      return sql`${value} <= ${start}`",
    },
  },
  {
    ...{ name: 'after a period begun in it', file: 'sql/condition.ts' },
    ...{
      from: "case '>':\n      return sql`${value} >= ${end}`",
      to: "case '>':\n      return sql`${value} > ${start}`",
    },
  },
  {
    ...{ name: 'an empty list unlike a value', file: 'sql/condition.ts' },
    ...{ from: '(notEmpty(${column}) AND NOT ${equal})', to: '(NOT ${equal})' },
  },
  {
    ...{ name: 'a wrong zone of literals', file: 'sql/scope.ts' },
    ...{ from: "type === 'date' ? civil : instantOf(civil, timezone)", to: 'civil' },
  },
  {
    ...{ name: 'dates shifted by a zone', file: 'sql/functions.ts' },
    ...{ from: "value?.type === 'date' ? 'UTC' : scope.timezone", to: 'scope.timezone' },
  },
  {
    ...{ name: 'a moment shown a zone aside', file: 'sql/output.ts' },
    ...{ from: 'toIntervalSecond(${quarters} *', to: 'toIntervalSecond(-${quarters} *' },
  },
  {
    ...{ name: 'a day without midnight begun too early', file: 'odsql/civil.ts' },
    ...{ from: 'Math.max(...instants)', to: 'Math.min(...instants)' },
  },
  {
    ...{ name: 'nulls first', file: 'sql/order.ts' },
    ...{ from: '${direction} NULLS LAST${collate}', to: '${direction} NULLS FIRST${collate}' },
  },
  {
    ...{ name: 'a lost direction', file: 'sql/order.ts' },
    ...{
      from: "order.value.kind !== 'random' ? sql`DESC` : sql`ASC`",
      to: "order.value.kind !== 'random' ? sql`ASC` : sql`ASC`",
    },
  },
  {
    ...{ name: 'texts ordered by bytes', file: 'sql/order.ts' },
    ...{ from: 'sql` ${collation(scope.language)}` : sql``', to: 'sql`` : sql``' },
  },
  {
    ...{ name: 'a lost refinement', file: 'odsql/plan.ts' },
    ...{ from: '  applyRefine,\n  applyExclude,\n  defaultOrder,', to: '  applyExclude,\n  defaultOrder,' },
  },
  {
    ...{ name: 'an exclusion taken for a refinement', file: 'odsql/plan.ts' },
    ...{ from: "condition: { kind: 'not', operand: condition } }", to: 'condition }' },
  },
  {
    ...{ name: 'alternatives all demanded', file: 'odsql/plan.ts' },
    ...{ from: "? 'or' : 'and', items }", to: "? 'and' : 'and', items }" },
  },
  {
    ...{ name: 'a facet counted below its own refinement', file: 'sql/facets.ts' },
    ...{ from: 'facet.disjunctive ? facet.field : null', to: 'null' },
  },
  {
    ...{ name: 'a path refined without what is below', file: 'sql/condition.ts' },
    ...{ from: "OR startsWith(${value}, ${param(`${path}/`, 'String')})", to: 'OR false' },
  },
  {
    ...{ name: 'distinct lost', file: 'sql/functions.ts' },
    ...{ from: 'ifNull(uniqExact(${value}), 0)', to: 'count(${value})' },
  },
  {
    ...{ name: 'a sum of nothing that is null', file: 'sql/functions.ts' },
    ...{ from: 'ifNull(sum(${first(call)}), 0)', to: 'sum(${first(call)})' },
  },
  {
    ...{ name: 'a percentile that is a median', file: 'sql/functions.ts' },
    ...{ from: 'Number(level.text) / 100 : 0.5', to: '0.5 : 0.5' },
  },
  {
    ...{ name: 'a division by zero', file: 'sql/expression.ts' },
    ...{ from: 'nullIf(${right}, 0)', to: '${right}' },
  },
  {
    ...{ name: 'groups of nothing left out', file: 'sql/grouped.ts' },
    ...{ from: 'if(empty(${list}), [NULL], arrayDistinct(${list}))', to: 'arrayDistinct(${list})' },
  },
  {
    ...{ name: 'an element counted twice', file: 'sql/grouped.ts' },
    ...{ from: '[NULL], arrayDistinct(${list}))', to: '[NULL], ${list})' },
  },
  {
    ...{ name: 'a page from the beginning', file: 'sql/scan.ts' },
    ...{ from: 'offset === 0 ? EMPTY', to: 'offset >= 0 ? EMPTY' },
  },
  {
    ...{ name: 'words one slip too far', file: 'sql/text-search.ts' },
    ...{ from: 'length <= 2 ? 0 : length <= 5 ? 1 : 2', to: 'length <= 2 ? 1 : 2' },
  },
  {
    ...{ name: 'accents that part words', file: 'sql/text-search.ts' },
    ...{ from: 'removeDiacriticsUTF8(caseFoldUTF8(${value}))', to: 'caseFoldUTF8(${value})' },
  },
  {
    ...{ name: 'a box without its north', file: 'sql/geo.ts' },
    ...{ from: '${lat} <= ${degrees(north)}', to: '${lat} <= ${degrees(south)}' },
  },
  {
    ...{ name: 'nowhere taken for elsewhere', file: 'sql/geo.ts' },
    ...{ from: '(isNotNull(${point.lon}) AND NOT ${inside})', to: '(NOT ifNull(${inside}, false))' },
  },
  {
    ...{ name: 'a month shifted after days', file: 'odsql/now.ts' },
    ...{
      from: 'shifts.reduce(shift, shiftMonths(set, months))',
      to: 'shiftMonths(shifts.reduce(shift, set), months)',
    },
  },
]
