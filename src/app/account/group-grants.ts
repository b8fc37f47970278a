import { LRUCache } from 'lru-cache'
import { grantsOfRoles } from '../../core/account/roles.ts'
import type { Grant } from '../../core/permission/caller.ts'
import type { Ports } from '../ports/ports.ts'
import type { ExtraGrants } from './caller-of.ts'

/** People whose groups are remembered. */
const MOST = 10_000

/**
 * What people may do by their groups. Remembered by the counter of the person's rights, which comes with the session and
 * rises in the transaction that changes a group: so it costs no query, and a group that was left opens nothing at the next
 * request on any node (privacy.md S29).
 */
export function groupGrants({ groups }: Pick<Ports, 'groups'>): ExtraGrants {
  const known = new LRUCache<string, Promise<readonly Grant[]>>({ max: MOST })
  return (portal, { id, rightsEpoch }) => {
    const name = `${id}/${rightsEpoch}`
    const remembered = known.get(name)
    if (remembered !== undefined) return remembered
    const asked = groups
      .groupsOf(portal.id, id)
      .then(found => found.flatMap(({ roles, grants }) => [...grantsOfRoles(roles), ...grants]))
    known.set(name, asked)
    // a failure is not remembered
    asked.catch(() => known.delete(name))
    return asked
  }
}
