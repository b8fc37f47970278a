import { createHash } from 'node:crypto'
import type { LanguageMap } from '../../i18n/language-map.ts'
import type { LedgerContent, LedgerRow } from './ledger-row.ts'

/** Bytes of a receipt's code: 128 bits, by chance, so that nobody finds another's row. */
export const RECEIPT_BYTES = 16

/** A receipt's code as it is shown: 22 characters, base64url. */
export const receiptCode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

const CODE = /^[\w-]{22}$/

/** Whether a text has the shape of a code. */
export const isReceiptCode = (text: string): boolean => CODE.test(text)

/** What is kept of a code: SHA-256 of its text, lower-case hex. */
export const receiptHash = (code: string): string => createHash('sha256').update(code).digest('hex')

/** What a receipt says beside its row. */
export interface ReceiptFacts {
  readonly code: string
  readonly origin: string
  readonly controller: {
    readonly name: string
    readonly address: string
    readonly email: string
    readonly country: string
  }
  /** Address of the policy that was on offer. */
  readonly notice: string
  /** Services that the row names, by what a decision has to hold. */
  readonly services: readonly {
    readonly grant: string
    readonly name: string
    readonly purpose: string | LanguageMap
    readonly provider: string
    readonly recipients: readonly string[]
    readonly jurisdictions: readonly string[]
  }[]
}

/** Six months, as ISO 8601 durations are written. */
const VALIDITY = 'P180D'

/** What a choice was; nobody is said to have agreed who took something back, or only objected. */
function eventType({ action, grantsBefore, grantsAfter }: LedgerContent): string {
  if (action === 'object_statistics') return 'objection to statistics'
  const added = grantsAfter.some(grant => !grantsBefore.includes(grant))
  const removed = grantsBefore.some(grant => !grantsAfter.includes(grant))
  return action === 'withdraw' || (removed && !added) ? 'consent withdrawn' : 'explicit consent given'
}

/**
 * A row as its visitor may keep it, with the names that ISO/IEC TS 27560:2023 gives to the parts of consent records and
 * receipts. There is nothing in it to tell who they are: the code stands for them.
 */
export function receiptDocument({ content, seq, hash }: LedgerRow, facts: ReceiptFacts) {
  if (content === null) return null
  const given = facts.services.filter(({ grant }) => content.grantsAfter.some(held => held === grant))
  return {
    schema_version: 'ISO/IEC TS 27560:2023',
    record_id: hash,
    record_number: seq,
    receipt_code: facts.code,
    pii_principal_id: null,
    pii_processing: {
      privacy_notice: facts.notice,
      notice_hash: content.noticeHash,
      language: content.language,
      material_revision: content.materialRevision,
      page_version: content.pageVersion,
      purposes: given.map(service => ({
        purpose: service.purpose,
        purpose_type: service.grant === 's' ? 'statistics' : 'embedded content',
        lawful_basis: 'consent',
        pii_controllers: [facts.controller.name, service.provider],
        service: service.name,
        recipients: service.recipients,
        jurisdiction: service.jurisdictions,
        withdrawal_method: `${facts.notice}preferences/`,
      })),
    },
    party_identification: [
      {
        party_name: facts.controller.name,
        party_role: 'pii_controller',
        party_address: facts.controller.address,
        party_email: facts.controller.email,
        party_country: facts.controller.country,
        party_url: facts.origin,
      },
    ],
    event: {
      event_time: `${content.hour}:00:00Z`,
      event_time_precision: 'PT1H',
      validity_duration: VALIDITY,
      event_type: eventType(content),
      event_state: content.action,
      grants_before: content.grantsBefore,
      grants_after: content.grantsAfter,
      surface: content.surface,
      gpc: content.gpc,
    },
  }
}
