import { mergeGrants, rightsName } from '../../core/account/merge-grants.ts'
import { grantsOfRoles, hasOfficeRights, withoutOffice } from '../../core/account/roles.ts'
import type { AuthLevel } from '../../core/account/signed-in.ts'
import type { Grant, UserCaller } from '../../core/permission/caller.ts'
import type { StoredUser } from '../ports/account-store.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'

/** Grants beside those of roles: of groups. Asked for at every request of a person, so it answers from memory. */
export type ExtraGrants = (
  portal: StoredPortal,
  user: StoredUser,
) => readonly Grant[] | Promise<readonly Grant[]>

/** All that a person was granted, whatever they have proved of themselves. */
export const grantsOf = (user: StoredUser, extra: readonly Grant[] = []): readonly Grant[] =>
  mergeGrants([...grantsOfRoles(user.roles), ...extra])

/** A person as decisions see them. */
export const callerOf = ({ id }: Pick<StoredUser, 'id'>, grants: readonly Grant[]): UserCaller => ({
  kind: 'user',
  ...{ id, grants, rights: rightsName(grants) },
})

/** What somebody may do now. */
export interface ProvenRights {
  readonly caller: UserCaller
  /** Whether they have back-office rights that open once they prove a second factor. */
  readonly secondFactorDue: boolean
}

/** Back-office rights open nothing without a second factor where the portal asks for one. */
export function provenRights(
  portal: StoredPortal,
  { user, grants, level }: { user: StoredUser; grants: readonly Grant[]; level: AuthLevel },
): ProvenRights {
  const due = level < 2 && portal.config.accounts?.secondFactor === 'required' && hasOfficeRights(grants)
  return { caller: callerOf(user, due ? withoutOffice(grants) : grants), secondFactorDue: due }
}
