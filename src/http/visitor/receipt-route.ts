import type { Ports } from '../../app/ports/ports.ts'
import { VitrineError } from '../../core/errors.ts'
import { resolveText } from '../../core/i18n/language-map.ts'
import { translator } from '../../core/i18n/translate.ts'
import { isReceiptCode, receiptDocument, receiptHash } from '../../core/privacy/ledger/receipt.ts'
import { grantOf } from '../../core/privacy/services/service.ts'
import { attachmentHeader } from '../content-disposition.ts'
import type { RequestContext } from '../context.ts'
import { json } from '../reply.ts'
import type { Route } from '../route.ts'
import { cookiesUrl } from '../web/urls.ts'

/** `GET /cookies/receipt.json?code=`: the row that a code stands for, for its holder to keep (privacy.md §2.7). */
export const receiptRoute = ({ consent }: Pick<Ports, 'consent'>): Route => ({
  name: 'visitor.receipt',
  path: '/cookies/receipt.json',
  surface: 'data',
  anyone: true,
  handle: async context => {
    const code = context.query.get('code') ?? ''
    const row = isReceiptCode(code)
      ? await consent.findReceipt(context.portal.stored.id, receiptHash(code))
      : null
    const content = row?.content ?? null
    if (row === null || content === null) throw new VitrineError('uri_unknown')
    return json(receiptDocument(row, factsOf(context, code, content.language)), {
      caching: 'personal',
      headers: { 'content-disposition': attachmentHeader(`consent-receipt-${row.seq}.json`) },
    })
  },
})

function factsOf({ portal, origin }: RequestContext, code: string, language: string) {
  const { config } = portal.stored
  const t = translator(language)
  return {
    code,
    origin,
    controller: config.legal,
    notice: `${origin}${cookiesUrl(language)}`,
    services: portal.consent.services.map(service => ({
      grant: grantOf(service),
      name: service.name,
      purpose:
        typeof service.purposeText === 'string'
          ? t(service.purposeText)
          : resolveText(service.purposeText, language, config.languages[0]),
      provider: service.provider.name,
      recipients: service.recipients,
      jurisdictions: [service.provider.country, ...service.transfers],
    })),
  }
}
