import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VitrineError } from '../../core/errors.ts'
import type { Decided } from '../../core/privacy/consent-choice.ts'
import type { LedgerContent } from '../../core/privacy/ledger/ledger-row.ts'
import { isReceiptCode, receiptHash } from '../../core/privacy/ledger/receipt.ts'
import { type ChoiceMade, noticeOf, recordChoice } from './record-choice.ts'

const decided = (more: Partial<Decided>): Decided => ({
  decision: { revision: 2, week: 359, grants: [], via: 'custom', uncounted: false },
  ...{ before: [], after: [], withdrawn: [], action: null, isRefusal: false },
  ...more,
})
const ACCEPTED = decided({ after: ['e:youtube'], action: 'accept_all' })
const WITHDRAWN = decided({ before: ['e:youtube'], withdrawn: ['e:youtube'], action: 'withdraw' })
const REFUSED = decided({ isRefusal: true })

const made = (choice: Decided, withReceipt = false): ChoiceMade => ({
  ...{ portalId: 7, decided: choice, materialRevision: 2, pageVersion: '2026-11-20.1', withReceipt },
  ...{ surface: 'banner', language: 'fr', gpc: false, notice: noticeOf('fr', '<section>') },
})

/** A ledger as a list, or one that cannot be written. */
function stores(fault: VitrineError | null = null) {
  const rows: LedgerContent[] = []
  const asked: string[] = []
  const told: string[] = []
  const act = (name: string) => {
    asked.push(name)
    return fault === null ? Promise.resolve() : Promise.reject(fault)
  }
  return {
    ...{ rows, asked, told },
    consent: {
      keepNotice: () => act('notice'),
      append: async (_: number, content: LedgerContent) => {
        await act('row')
        rows.push(content)
        return { seq: 1, previousHash: '', contentHash: '', hash: '', content }
      },
      countRefusal: () => act('refusal'),
    },
    clock: { now: () => new Date('2026-11-20T14:59:59.999Z') },
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (event: string) => {
        told.push(event)
      },
    },
  }
}
const BROKEN = new VitrineError('catalog_unavailable')

test('P40: an acceptance is a row of its hour, after its notice', async () => {
  const ports = stores()
  assert.equal(await recordChoice(ports, made(ACCEPTED)), null)
  assert.deepEqual(ports.asked, ['notice', 'row'])
  const [row] = ports.rows
  assert.equal(row?.hour, '2026-11-20T14')
  assert.equal(row?.noticeHash, noticeOf('fr', '<section>').hash)
  assert.equal(row?.receiptHash, null)
})

test('P41: of a receipt only the hash is kept', async () => {
  const ports = stores()
  const code = await recordChoice(ports, made(ACCEPTED, true))
  assert.ok(code !== null && isReceiptCode(code))
  assert.equal(ports.rows[0]?.receiptHash, receiptHash(code))
  assert.notEqual(await recordChoice(ports, made(ACCEPTED, true)), code)
})

test('a refusal is a number of the day, not a row', async () => {
  const ports = stores()
  await recordChoice(ports, made(REFUSED))
  assert.deepEqual(ports.asked, ['refusal'])
})

test('an acceptance that cannot be proved is none', async () => {
  await assert.rejects(recordChoice(stores(BROKEN), made(ACCEPTED)), BROKEN)
})

for (const choice of [WITHDRAWN, REFUSED])
  test(`a ${choice.action ?? 'refusal'} holds whatever becomes of the note`, async () => {
    const ports = stores(BROKEN)
    assert.equal(await recordChoice(ports, made(choice, true)), null)
    assert.deepEqual(ports.told, ['choice_not_noted'])
  })

test('a notice has one hash for one text in one language', () => {
  assert.equal(noticeOf('fr', 'a').hash, noticeOf('fr', 'a').hash)
  assert.notEqual(noticeOf('fr', 'a').hash, noticeOf('nl', 'a').hash)
  assert.notEqual(noticeOf('fr', 'a').hash, noticeOf('fr', 'b').hash)
})
