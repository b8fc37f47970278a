import { type LedgerRow, type LedgerVerdict, rowFault } from '../../core/privacy/ledger/ledger-row.ts'
import type { ConsentStore } from '../ports/consent-store.ts'

const PAGE = 500

/**
 * Reads a portal's whole chain and works every hash out again (privacy.md §2.7, P39). What visitors choose meanwhile is
 * read along: the end is compared with where the chain has come to.
 */
export async function verifyLedger(
  store: Pick<ConsentStore, 'ledger' | 'ledgerEnds' | 'dailyHeads'>,
  portalId: number,
): Promise<LedgerVerdict> {
  const { base, head } = await store.ledgerEnds(portalId)
  const daily = new Map((await store.dailyHeads(portalId)).map(({ seq, hash }) => [seq, hash]))
  let at = base
  let rows = 0
  let erased = 0
  const verdict = (broken: LedgerVerdict['broken']): LedgerVerdict => ({ rows, erased, head, broken })
  for await (const row of rowsAfter(store, portalId, base.seq)) {
    const fault = rowFault(portalId, at, row)
    if (fault !== null) return verdict({ seq: at.seq + 1, fault })
    const known = [daily.get(row.seq), row.seq === head.seq ? head.hash : undefined]
    if (known.some(hash => hash !== undefined && hash !== row.hash))
      return verdict({ seq: row.seq, fault: 'changed' })
    rows += 1
    if (row.content === null) erased += 1
    at = row
  }
  if (at.seq < head.seq) return verdict({ seq: at.seq + 1, fault: 'missing' })
  const end = at.seq === head.seq ? head : (await store.ledgerEnds(portalId)).head
  const isOther = at.seq > end.seq || (at.seq === end.seq && at.hash !== end.hash)
  if (isOther) return verdict({ seq: at.seq, fault: 'changed' })
  return { ...verdict(null), head: { seq: at.seq, hash: at.hash } }
}

async function* rowsAfter(
  store: Pick<ConsentStore, 'ledger'>,
  portalId: number,
  seq: number,
): AsyncIterable<LedgerRow> {
  for (let after = seq; ; ) {
    const page = await store.ledger(portalId, after, PAGE)
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = last.seq
  }
}
