import type { VNode } from 'preact'
import type { IdentityServices } from '../../../app/account/identity-sign-in.ts'
import type { SignInPlace } from '../../../app/account/sign-in.ts'
import { deviceLabel } from '../../../core/account/device-label.ts'
import { nextTarget } from '../../../core/account/next-target.ts'
import type { SignedIn } from '../../../core/account/signed-in.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import type { Assets } from '../assets.ts'
import type { PageContext } from '../models/page-context.ts'

/** What the pages of accounts work with. */
export interface AccountWeb {
  readonly accounts: IdentityServices
  readonly assets: Assets
}

/** A request of a page of accounts. */
export interface Asked<C extends RequestContext = RequestContext> {
  readonly web: AccountWeb
  readonly ctx: PageContext
  readonly context: C
}

/** The same of somebody who is signed in. */
export interface OwnAsked<C extends RequestContext = RequestContext> extends Asked<C> {
  readonly signedIn: SignedIn
}

/** A page, or another answer. */
export type Made = VNode | Reply

/** Where a request arrived and what it says of its visitor, as the use cases want it. */
export const placeOf = ({ context }: Asked, kept = false): SignInPlace => ({
  portal: context.portal.stored,
  host: new URL(context.origin).hostname,
  address: context.visitor.address,
  label: deviceLabel(context.visitor.userAgent),
  presented: context.presented,
  kept,
})

/** Where to go afterwards: what the address or the form says, when it is of this portal (privacy.md S34 to S36). */
export const nextOf = ({ context, ctx }: Asked, form?: URLSearchParams): string =>
  nextTarget(form?.get('next') ?? context.query.get('next'), context.origin, `/${ctx.language}/`)
