import { hash } from 'node:crypto'
import { VitrineError } from '../../core/errors.ts'
import { hasAggregate } from '../../core/odsql/bind-value.ts'
import { type PlannedQuery, printPlanned } from '../../core/odsql/plan.ts'
import { type Cursor, type Place, writeCursor } from '../../core/record/cursor.ts'
import { countOf, shapeRows } from '../../core/record/shape.ts'
import type { CompiledQuery } from '../../core/sql/compiled.ts'
import { join, numeral, param, sql } from '../../core/sql/fragment.ts'
import type { Prepared as PreparedQuery } from '../../core/sql/prepare.ts'
import { compile, compileOrder } from '../../core/sql/records.ts'
import type { RecordStore } from '../ports/record-store.ts'
import type { Page, Prepared } from './explorer.ts'
import { type KeptOrders, keptOrders, recordsKeptIn } from './kept-orders.ts'
import { identityOf, type Target } from './question.ts'
import type { RememberedAnswers } from './remembered-answers.ts'

/** Memory for orders of records. */
const ORDER_BYTES = 64 * 1024 * 1024
/** An answer of so few records is sorted as fast as its order is looked up. */
const SMALL = 10_000
const COUNT_BYTES = 100

interface Counted {
  readonly total: number
}

interface Rows extends Pick<Page, 'results'> {
  /** Key of the last one, where rows say it. */
  readonly last: unknown
}

const NO_ROWS: Rows = { results: [], last: null }

/** A question about a table, and where its page begins. */
interface Reading {
  readonly target: Target
  readonly prepared: PreparedQuery
  readonly place: Place
  readonly signal: AbortSignal
}

/** Reads pages, by their offset or by the cursor of the page before; counts are kept among the answers. */
export class PageReader {
  readonly #records: RecordStore
  readonly #answers: RememberedAnswers
  readonly #orders: KeptOrders

  constructor(records: RecordStore, answers: RememberedAnswers) {
    this.#records = records
    this.#answers = answers
    this.#orders = keptOrders(records, ORDER_BYTES)
  }

  /**
   * Rejects with `parameter_invalid` for a cursor of another question, with `cursor_gone` for one of another version.
   */
  page(target: Target, prepared: PreparedQuery, cursor?: Cursor): Prepared<Page> {
    const { planned } = prepared
    const identity = identityOf(target, prepared)
    const question = (): string | null => (identity === null ? null : questionOf(target, planned))
    if (cursor !== undefined)
      checkCursor(cursor, target, { question: question(), byKey: comesByKey(target, planned) })
    const place = cursor ?? { position: planned.offset, after: null }
    return {
      identity: cursor === undefined ? identity : `${identity}\nfrom ${cursor.position} ${cursor.after}`,
      run: async signal => {
        const reading = { target, prepared, place, signal }
        const counting = this.#total(reading)
        const [{ total }, { results, last }] = await Promise.all([
          counting,
          planned.limit === 0 ? NO_ROWS : this.#rows(reading, cursor === undefined ? null : counting),
        ])
        const position = place.position + results.length
        const ends = results.length === 0 || results.length !== planned.limit || position >= total
        const same = ends ? null : question()
        const after = comesByKey(target, planned) ? String(last) : null
        const next =
          same === null ? null : writeCursor({ version: target.number, position, after, question: same })
        return { totalCount: total, results, next }
      },
    }
  }

  /** How many results there are in all; known without asking when nothing filters a whole table. */
  async #total({ target, prepared, signal }: Reading): Promise<Counted> {
    const { planned, grouped } = prepared
    if (target.size !== null && !grouped && planned.filters.length === 0) return { total: target.size }
    const counting = { ...planned, select: [], orderBy: [], facets: [], limit: null, offset: 0 }
    const count: Prepared<Counted> = {
      identity: planned.volatile ? null : `${target.version}\n${printPlanned(counting)}`,
      run: async own => {
        const rows = await this.#records.query(prepared.compile(target.table).count, 'page', own)
        return { total: countOf(rows) }
      },
    }
    return this.#answers.of('count', count, () => COUNT_BYTES).run(signal)
  }

  /** The rows of the page; for one that is found by a cursor their number is known first. */
  async #rows(reading: Reading, counting: Promise<Counted> | null): Promise<Rows> {
    const { total } = (await counting) ?? { total: 0 }
    const rows = await this.#compiled(reading, total)
    if (rows === null) return NO_ROWS
    const found = await this.#records.query(rows, 'page', reading.signal)
    return { results: shapeRows(rows.columns)(found), last: found.at(-1)?.at(-1) }
  }

  #compiled(reading: Reading, total: number): Promise<CompiledQuery | null> | CompiledQuery {
    const { target, prepared, place } = reading
    const { planned } = prepared
    const { table } = target
    const keyed = comesByKey(target, planned)
    if (place.after !== null) {
      const scope = sql`${table.key} > ${param(place.after, 'UInt64')}`
      return compile({ ...planned, offset: 0 }, { ...table, scope }, keyed).rows
    }
    const byOffset = total <= SMALL || total > MOST_KEPT || !hasOrder(target, planned)
    return byOffset ? compile({ ...planned, offset: place.position }, table, keyed).rows : this.#far(reading)
  }

  /** The rows of a page that lies far in an order that only the engine can tell. */
  async #far({ target, prepared, place, signal }: Reading): Promise<CompiledQuery | null> {
    const { table, version } = target
    const { planned } = prepared
    const ordered = { ...planned, select: [], facets: [], limit: null, offset: 0 }
    const identity = `${version}\n${printPlanned(ordered)}`
    const keys = await this.#orders.of(identity, compileOrder(ordered, table), signal)
    const wanted = [...keys.subarray(place.position, place.position + (planned.limit ?? 0))]
    if (wanted.length === 0) return null
    const scope = sql`${table.key} IN (${join(wanted.map(numeral), ', ')})`
    return compile({ ...planned, offset: 0 }, { ...table, scope }).rows
  }
}

/** Records whose order is small enough to be kept. */
const MOST_KEPT = recordsKeptIn(ORDER_BYTES / 2)

/** Whether results are records of a numbered table; groups, and records that say aggregates, are read by position. */
const hasOrder = ({ numbered }: Target, { groupBy, select }: PlannedQuery): boolean =>
  numbered && groupBy === null && !select.some(({ value }) => hasAggregate(value))

/** Whether results are records in the order of their keys, so that what follows one is found by its key. */
const comesByKey = (target: Target, planned: PlannedQuery): boolean =>
  hasOrder(target, planned) && planned.orderBy.length === 0 && target.table.order.length === 0

/** Names the question whatever its window. */
const questionOf = ({ name }: Target, planned: PlannedQuery): string =>
  hash('sha256', `${name}\n${printPlanned({ ...planned, limit: null, offset: 0 })}`, 'base64url').slice(0, 16)

interface Expected {
  readonly question: string | null
  readonly byKey: boolean
}

function checkCursor(cursor: Cursor, target: Target, { question, byKey }: Expected): void {
  if (cursor.version !== target.number) throw new VitrineError('cursor_gone')
  if (cursor.question === question && (cursor.after !== null) === byKey) return
  const expected = 'the cursor of a page with the same clauses'
  throw new VitrineError('parameter_invalid', { parameter: 'cursor', found: writeCursor(cursor), expected })
}
