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

/**
 * What is left of grants that somebody handed on when they may do only so much themselves: a dataset about which their own
 * rights say nothing is left to what everybody may. Conditions hold together, fields are those of both.
 */
export function narrowGrants(handed: readonly Grant[], own: readonly Grant[]): readonly Grant[] {
  const ownOf = (dataset: string): Grant | undefined =>
    own.find(grant => grant.dataset === dataset) ?? own.find(grant => grant.dataset === '*')
  const named = new Set(handed.map(({ dataset }) => dataset))
  return handed.flatMap(grant => {
    if (grant.dataset === '*')
      return own
        .filter(({ dataset }) => dataset === '*' || !named.has(dataset))
        .map(mine => meet(mine, grant))
    const mine = ownOf(grant.dataset)
    return mine === undefined ? [] : [meet(grant, mine)]
  })
}

/** What both grants allow, on the dataset of the first. */
function meet(a: Grant, b: Grant): Grant {
  const allowed = new Set(b.permissions)
  const others = b.fields === null ? null : new Set(b.fields)
  return {
    dataset: a.dataset,
    permissions: a.permissions.filter(permission => allowed.has(permission)),
    where:
      a.where === null || b.where === null || a.where === b.where
        ? (a.where ?? b.where)
        : `(${a.where}) and (${b.where})`,
    fields:
      a.fields === null || others === null
        ? (a.fields ?? b.fields)
        : a.fields.filter(field => others.has(field)),
  }
}

/** A short name for equal grants: whoever has them may share answers. */
export const rightsName = (grants: readonly Grant[]): string =>
  createHash('sha256').update(JSON.stringify(grants)).digest('base64url').slice(0, 16)
