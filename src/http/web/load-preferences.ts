import type { Ports } from '../../app/ports/ports.ts'
import { isReceiptCode, receiptHash } from '../../core/privacy/ledger/receipt.ts'
import type { RequestContext } from '../context.ts'
import { type PreferencesModel, preferencesModel } from './models/preferences-model.ts'

/** What the page of choices looks up. */
export type PreferencesSources = Pick<Ports, 'consent'>

/** The choices of whoever asks, and the receipt that they ask for. */
export async function loadPreferences(
  { consent }: PreferencesSources,
  context: RequestContext,
  language: string,
): Promise<PreferencesModel> {
  const { portal, visitor, query } = context
  const code = query.get('receipt') ?? ''
  const receipt = isReceiptCode(code)
    ? { code, row: await consent.findReceipt(portal.stored.id, receiptHash(code)) }
    : null
  return preferencesModel({
    ...{ portal, language, receipt },
    decision: visitor.decision,
    objects: visitor.objects,
    saved: query.get('saved') === '1',
  })
}
