import { consentState, mayLoad } from '../../core/privacy/consent-state.ts'
import type { Service } from '../../core/privacy/services/service.ts'
import type { ActionContext, RequestContext } from '../context.ts'
import type { CookieOrder } from '../cookies/order.ts'

/** A service that a visitor allows for good, and what they were shown when they did. */
export interface AlwaysAsked {
  readonly service: Service
  readonly language: string
  /** The document with the button. */
  readonly notice: string
}

/** Lets a service load from now on: the ledger has its row when the cookies are given out (privacy.md P25). */
export type AllowAlways = (context: ActionContext, asked: AlwaysAsked) => Promise<readonly CookieOrder[]>

/** Whether the visitor's decision lets a service load, as the portal has it today. */
export const isAllowed = ({ portal, visitor }: RequestContext, service: Service): boolean =>
  mayLoad(service, consentState(portal.consent, visitor.decision, visitor.objects))
