import { findPortal } from '../app/catalog/published-datasets.ts'
import type { Ports } from '../app/ports/ports.ts'
import { verifyLedger } from '../app/privacy/verify-ledger.ts'
import type { Application } from '../cli/application.ts'
import { receiptHash } from '../core/privacy/ledger/receipt.ts'

type LedgerApplication = Pick<Application, 'verifyLedger' | 'findReceipt' | 'eraseReceipt'>

/** The ledger of consent as the command line looks at it. */
export function ledgerApplication(ports: Ports): LedgerApplication {
  const idOf = async (slug: string): Promise<number> => (await findPortal(ports, slug)).id
  const find: LedgerApplication['findReceipt'] = async (slug, code) =>
    ports.consent.findReceipt(await idOf(slug), receiptHash(code))
  return {
    verifyLedger: async slug => verifyLedger(ports.consent, await idOf(slug)),
    findReceipt: find,
    eraseReceipt: async (slug, code) => {
      const row = await find(slug, code)
      if (row !== null) await ports.consent.eraseRow(await idOf(slug), row.seq)
      return row
    },
  }
}
