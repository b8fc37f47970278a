import type { Parsed } from '../parsed.ts'
import type { ClauseName, Clauses, ConditionNode } from './ast.ts'
import { readWhere } from './condition.ts'
import { Cursor, SyntaxStop } from './cursor.ts'
import type { OdsqlFault } from './faults.ts'
import { readFacet, readGroupItem, readOrderItem, readRefine, readSelectItem } from './items.ts'
import { readV1Query, startOf } from './v1/query.ts'
import { Reader } from './v1/reader.ts'

/** Texts of the clauses as received; an empty or missing one is absent (explore-api §1.3). */
export interface ClauseTexts {
  readonly select?: string
  readonly where?: readonly string[]
  /** Words to search for (explore-api §1.4). */
  readonly search?: readonly string[]
  /** Queries of the v1 language (explore-api §14.6). */
  readonly qv1?: readonly string[]
  readonly groupBy?: string
  readonly orderBy?: string
  readonly refine?: readonly string[]
  readonly exclude?: readonly string[]
  readonly facet?: readonly string[]
}

type Outcome<T> = { readonly value: readonly T[]; readonly faults: readonly OdsqlFault[] }

/** Reads one text to its end; the first token that cannot be used is the fault. */
function read<T>(
  clause: ClauseName,
  text: string | undefined,
  item: (cursor: Cursor) => readonly T[],
): Outcome<T> {
  if (text === undefined || text.trim() === '') return { value: [], faults: [] }
  return caught(() => {
    const cursor = new Cursor(clause, text)
    const value = item(cursor)
    return cursor.ended ? value : cursor.unexpected()
  })
}

function caught<T>(reading: () => readonly T[]): Outcome<T> {
  try {
    return { value: reading(), faults: [] }
  } catch (thrown) {
    if (thrown instanceof SyntaxStop) return { value: [], faults: [thrown.fault] }
    throw thrown
  }
}

function readEach<T>(
  clause: ClauseName,
  texts: readonly string[] | undefined,
  item: (cursor: Cursor) => T,
): Outcome<T> {
  const outcomes = (texts ?? []).map(text => read(clause, text, cursor => [item(cursor)]))
  return { value: outcomes.flatMap(o => o.value), faults: outcomes.flatMap(o => o.faults) }
}

/** Each word of a text is the start of a word of the record. */
function readWords(text: string): readonly ConditionNode[] {
  const { text: whole } = new Reader('search', text)
  return [...whole.matchAll(/\S+/g)].map(({ 0: value, index }) =>
    startOf({ kind: 'string', value, span: [index, index + value.length] }),
  )
}

function readV1(text: string): readonly ConditionNode[] {
  const node = readV1Query(new Reader('qv1', text))
  return node === null ? [] : [node]
}

function readLegacy(
  texts: readonly string[] | undefined,
  reading: (text: string) => readonly ConditionNode[],
): Outcome<ConditionNode> {
  const outcomes = (texts ?? []).map(text => caught(() => reading(text)))
  return { value: outcomes.flatMap(o => o.value), faults: outcomes.flatMap(o => o.faults) }
}

/** Text → tree, for all clauses; every clause's fault is told, not the first one only. */
export function parse(texts: ClauseTexts): Parsed<Clauses, OdsqlFault> {
  const select = read('select', texts.select, cursor => cursor.list(() => readSelectItem(cursor)))
  const where = readEach<ConditionNode>('where', texts.where, readWhere)
  const search = readLegacy(texts.search, readWords)
  const qv1 = readLegacy(texts.qv1, readV1)
  const groupBy = read('group_by', texts.groupBy, cursor => cursor.list(() => readGroupItem(cursor)))
  const orderBy = read('order_by', texts.orderBy, cursor => cursor.list(() => readOrderItem(cursor)))
  const refine = readEach('refine', texts.refine, readRefine)
  const exclude = readEach('exclude', texts.exclude, readRefine)
  const facet = readEach('facet', texts.facet, readFacet)
  const all = [select, where, search, qv1, groupBy, orderBy, refine, exclude, facet]
  const [first, ...rest] = all.flatMap(outcome => outcome.faults)
  if (first !== undefined) return { ok: false, diagnostics: [first, ...rest] }
  return {
    ok: true,
    value: {
      select: select.value,
      where: where.value,
      search: search.value,
      qv1: qv1.value,
      groupBy: groupBy.value,
      orderBy: orderBy.value,
      refine: refine.value,
      exclude: exclude.value,
      facet: facet.value,
    },
  }
}
