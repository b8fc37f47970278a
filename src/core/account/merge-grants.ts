import { createHash } from 'node:crypto'
import type { Grant } from '../permission/caller.ts'
import { isCondition, type RecordWindow, windowOf } from './record-window.ts'

/**
 * One grant a dataset out of several sources (roles, groups). Permissions add up. A record's field is shown when one of the
 * grants shows it, as long as one condition and one list of fields can say so: see {@link windowOf} for when they cannot.
 * The order of the grants changes nothing.
 */
export function mergeGrants(grants: readonly Grant[]): readonly Grant[] {
  const datasets = [...new Set(grants.map(({ dataset }) => dataset))].sort()
  return datasets.map(dataset => {
    const meant = grants.filter(grant => grant.dataset === '*' || grant.dataset === dataset)
    const shown = windowOf(meant.filter(showsRecords))
    const permissions = [...new Set(meant.flatMap(grant => grant.permissions))]
      .filter(permission => permission !== 'records.read' || shown !== null)
      .sort()
    return { permissions, dataset, ...(shown ?? NARROWED_BY_NOTHING) }
  })
}

const NARROWED_BY_NOTHING: RecordWindow = { where: null, fields: null }

/** A grant shows records when it shows the dataset too, and its condition is one. */
const showsRecords = ({ permissions, where }: Grant): boolean =>
  permissions.includes('dataset.read') && permissions.includes('records.read') && isCondition(where)

/** A short name for equal grants: whoever has them may share answers. */
export const rightsName = (grants: readonly Grant[]): string =>
  createHash('sha256').update(JSON.stringify(grants)).digest('base64url').slice(0, 16)
