import type { Translate } from '../../../core/i18n/translate.ts'
import {
  FUNCTIONS,
  type FunctionRow,
  functionRow,
  type LanguageFunction,
  type Parameter,
} from '../../../core/odsql/functions.ts'

/** Groups that functions are read in; a `form` is known by the grammar itself. */
export const FUNCTION_KINDS = ['scalar', 'aggregate', 'predicate', 'grouping', 'form'] as const
export type FunctionKind = (typeof FUNCTION_KINDS)[number]

/** A function as people read it. */
export interface FunctionEntry {
  readonly name: string
  readonly kind: FunctionKind
  /** How it is called: `date_format(date, "…")`. */
  readonly call: string
  readonly about: string
}

/** What a written argument looks like. */
const FORMS: Readonly<Record<Exclude<Parameter['form'], 'value' | 'field'>, string>> = {
  string: '"…"',
  number: '50',
  integer: '8',
  signed: '-4.5',
  geometry: "geom'POINT(2.3 48.9)'",
  distance: '10km',
  mode: 'WITHIN',
  fallback: 'null',
}

const argument = ({ form, takes, optional }: Parameter): string => {
  const written = form === 'value' || form === 'field' ? (takes ?? 'any') : FORMS[form]
  return optional === true ? `[${written}]` : written
}

function callOf(name: LanguageFunction): string {
  const { parameters }: FunctionRow = functionRow(name)
  if (parameters === 'count') return 'count(*), count(any), count(distinct any)'
  if (parameters === 'search') return `${name}(text, …, "…")`
  return `${name}(${parameters.map(argument).join(', ')})`
}

/** Forms of the grammar that look like functions (explore-api §10.4, §10.7, §10.11, §10.13). */
const GRAMMAR = {
  now: 'now(), now(days=-7)',
  range: 'range(number, 10), range(date, 1 month), range(number, *, 10, 20, *)',
  random: 'random(1)',
  include: 'include(name*)',
  exclude: 'exclude(name*)',
} as const

const NAMES = Object.keys(FUNCTIONS) as LanguageFunction[]
const GRAMMAR_NAMES = Object.keys(GRAMMAR) as (keyof typeof GRAMMAR)[]

/** Every function of the query language, from the table that binds it. */
export const functionReference = (t: Translate): readonly FunctionEntry[] => [
  ...NAMES.map(name => ({
    ...{ name, kind: functionRow(name).kind, call: callOf(name) },
    about: t(`reference.function.${name}`),
  })),
  ...GRAMMAR_NAMES.map(name => ({
    ...{ name, kind: 'form' as const, call: GRAMMAR[name], about: t(`reference.function.${name}`) },
  })),
]

/** Operators by example (explore-api §10.2, §10.5). */
export const OPERATORS = [
  { signs: '=  !=  <  <=  >  >=', key: 'reference.operator.compare' },
  { signs: 'and  or  not', key: 'reference.operator.logic' },
  { signs: 'in (1, 2)   in [1..10[', key: 'reference.operator.in' },
  { signs: '"a" in list', key: 'reference.operator.element' },
  { signs: 'like "par*"', key: 'reference.operator.like' },
  { signs: 'is null   is not null', key: 'reference.operator.null' },
  { signs: '"word"', key: 'reference.operator.text' },
  { signs: '+  -  *  /', key: 'reference.operator.arithmetic' },
] as const
