import type { RoleName } from '../../core/account/roles.ts'
import type { LanguageMap } from '../../core/i18n/language-map.ts'
import type { Grant } from '../../core/permission/caller.ts'
import type { StoredUser } from './account-store.ts'

/** A group to keep. */
export interface NewGroup {
  readonly portalId: number
  /** Of `isGroupSlug`. */
  readonly slug: string
  readonly name: LanguageMap
  readonly roles: readonly RoleName[]
  /** At most one names the same dataset. */
  readonly grants: readonly Grant[]
}

/** A group of one portal. */
export interface StoredGroup extends NewGroup {
  readonly id: number
  /** ISO 8601 instant. */
  readonly createdAt: string
  /** How many people are in it. */
  readonly members: number
}

/** Members to change; what is left out stays. */
export interface GroupChange extends Partial<Pick<NewGroup, 'name' | 'roles'>> {
  /** In the place of what was said of the same dataset. */
  readonly grant?: Grant
  /** Uid of a dataset of which nothing is to be said any more. */
  readonly withdraw?: string
}

/** Somebody in a group. */
export interface GroupMember {
  readonly user: StoredUser
  /** The identity provider that put them in; null: by hand. */
  readonly provider: string | null
}

/**
 * Groups of portals and who is in them. Every method is one transaction; whoever may do something else afterwards is
 * found with new rights at their next request, and gets a new session identifier (privacy.md S29, S30). Faults
 * `group_unknown`, `group_taken`, `user_unknown`, `catalog_unavailable`. A group or person of another portal is not there.
 */
export interface GroupStore {
  addGroup(group: NewGroup, at: Date): Promise<StoredGroup>
  /** By slug. */
  listGroups(portalId: number): Promise<readonly StoredGroup[]>
  findGroup(portalId: number, slug: string): Promise<StoredGroup | null>
  changeGroup(portalId: number, slug: string, change: GroupChange): Promise<StoredGroup>
  removeGroup(portalId: number, slug: string): Promise<void>
  /** By address. */
  listMembers(portalId: number, slug: string): Promise<readonly GroupMember[]>
  /** Puts somebody in by hand; who is in already by a provider stays when the provider takes them out. */
  addMember(portalId: number, slug: string, userId: number): Promise<void>
  removeMember(portalId: number, slug: string, userId: number): Promise<void>
  /** Groups of a person, by slug. */
  groupsOf(portalId: number, userId: number): Promise<readonly StoredGroup[]>
  /**
   * Makes a person's groups by this provider exactly these; who is in one by hand stays. Groups that there are not are
   * left out.
   */
  setProvided(portalId: number, userId: number, provided: Provided): Promise<void>
}

/** What an identity provider says of a person's groups. */
export interface Provided {
  readonly provider: string
  readonly slugs: readonly string[]
}
