import { requireFresh } from '../../../app/account/actor.ts'
import type { OwnPlace } from '../../../app/account/reauthenticate.ts'
import { type OwnAsked, placeOf } from './asked.ts'

/** Where somebody who is signed in is, as the use cases about themselves want it. */
export const ownPlaceOf = (asked: OwnAsked): OwnPlace => {
  const { portal, host, address } = placeOf(asked)
  return { portal, host, address, signedIn: asked.signedIn }
}

/**
 * Asks for the proof before the form is filled in, and not after: a page of a sensitive act throws `proof_needed` where
 * the last one is older than a quarter of an hour (privacy.md S32).
 */
export const requireProof = ({ web, signedIn }: OwnAsked): void => requireFresh(web.accounts, signedIn)
