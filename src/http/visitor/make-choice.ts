import type { ConsentNotice } from '../../app/ports/consent-store.ts'
import type { Ports } from '../../app/ports/ports.ts'
import { recordChoice } from '../../app/privacy/record-choice.ts'
import { type Chosen, type Decided, decide } from '../../core/privacy/consent-choice.ts'
import type { ConsentSurface } from '../../core/privacy/ledger/ledger-row.ts'
import type { ActionContext } from '../context.ts'
import type { CookieOrder } from '../cookies/order.ts'
import { NO_PREFERENCES, preferencesCookie } from '../cookies/preferences-cookie.ts'
import { LedgerPace } from './ledger-pace.ts'

/** What choices are written down with. */
export interface ChoiceServices extends Pick<Ports, 'consent' | 'clock' | 'log'> {
  /** Version of the policy page on offer; null where there is none yet. */
  readonly pageVersion: (context: ActionContext) => Promise<string | null>
}

/** A choice, where it was made, and the exact notice that was shown there. */
export interface AskedChoice extends Chosen {
  readonly surface: ConsentSurface
  readonly language: string
  readonly notice: ConsentNotice
  /** Whether the visitor is handed a receipt. */
  readonly withReceipt: boolean
}

/** What the answer takes along. */
export interface MadeChoice {
  readonly cookies: readonly CookieOrder[]
  /** Code of the receipt; null where there is none. */
  readonly receipt: string | null
}

export type MakeChoice = (context: ActionContext, asked: AskedChoice) => Promise<MadeChoice>

/** Turns what visitors choose into a cookie and a row of the ledger, wherever they choose it. */
export function choiceMaker(services: ChoiceServices): MakeChoice {
  const pace = new LedgerPace()
  return async (context, asked) => {
    const { portal, visitor } = context
    const { decision, objects } = visitor
    const now = services.clock.now().getTime()
    const made = decide({ offer: portal.consent, decision, objects, now }, asked)
    const decided = pace.admit(visitor.address, made, now)
    const receipt = await recordChoice(services, {
      ...{ portalId: portal.stored.id, decided, materialRevision: portal.consent.revision, gpc: objects },
      ...{ surface: asked.surface, language: asked.language, notice: asked.notice },
      pageVersion: decided.action === null ? null : await services.pageVersion(context),
      withReceipt: asked.withReceipt,
    })
    return { cookies: [cookieOf(context, decided)], receipt }
  }
}

function cookieOf(context: ActionContext, { decision }: Decided): CookieOrder {
  const value = decision === null ? null : context.consentValue(decision)
  return value === null ? NO_PREFERENCES : preferencesCookie(value)
}
