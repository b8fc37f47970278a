import { isFresh } from '../../core/account/session-life.ts'
import type { SignedIn } from '../../core/account/signed-in.ts'
import { VitrineError } from '../../core/errors.ts'
import type { Grant } from '../../core/permission/caller.ts'
import type { Permission } from '../../core/permission/permissions.ts'
import type { Clock } from '../ports/clock.ts'

/** Who does something to a portal's people: somebody signed in, or the operator at the command line, who may everything. */
export type Actor = SignedIn | 'operator'

/** Whether grants give a permission on the whole portal. */
export const holds = (grants: readonly Grant[], permission: Permission): boolean =>
  grants.some(({ dataset, permissions }) => dataset === '*' && permissions.includes(permission))

/** Refuses who lacks a permission: `access_forbidden`. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (actor === 'operator' || holds(actor.caller.grants, permission)) return
  throw new VitrineError('access_forbidden')
}

/** Refuses a sensitive act when the last proof is older than a quarter of an hour: `proof_needed` (privacy.md S32). */
export function requireFresh({ clock }: { readonly clock: Clock }, actor: Actor): void {
  if (actor === 'operator' || isFresh(actor.authenticatedAt, clock.now().getTime())) return
  throw new VitrineError('proof_needed')
}
