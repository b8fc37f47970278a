import { createHash } from 'node:crypto'
import type { Grant } from '../permission/caller.ts'

/**
 * One grant a dataset out of several sources (roles, groups). Permissions add up; what narrows reading adds up only where
 * no row or field opens that no single grant opened: equal conditions join their fields, else the fields that both have
 * are seen in the rows of either.
 */
export function mergeGrants(grants: readonly Grant[]): readonly Grant[] {
  const everywhere = joined(grants.filter(({ dataset }) => dataset === '*'))
  const merged = new Map<string, Grant>()
  if (everywhere !== null) merged.set('*', everywhere)
  for (const grant of grants) {
    if (grant.dataset === '*') continue
    const known = merged.get(grant.dataset) ?? (everywhere && { ...everywhere, dataset: grant.dataset })
    merged.set(grant.dataset, known === null ? grant : join(known, grant))
  }
  return [...merged.values()].sort((a, b) => (a.dataset < b.dataset ? -1 : 1))
}

const joined = (grants: readonly Grant[]): Grant | null =>
  grants.reduce<Grant | null>((all, grant) => (all === null ? grant : join(all, grant)), null)

const reads = (grant: Grant): boolean => grant.permissions.includes('records.read')

/** Two grants on the same dataset as one. A grant without records says nothing about them. */
function join(a: Grant, b: Grant): Grant {
  const permissions = [...new Set([...a.permissions, ...b.permissions])]
  if (!reads(a) || !reads(b)) {
    const { where, fields } = reads(a) ? a : b
    return { permissions, dataset: a.dataset, where, fields }
  }
  if (isOpen(a) || isOpen(b)) return { permissions, dataset: a.dataset, where: null, fields: null }
  return { permissions, dataset: a.dataset, where: eitherWhere(a, b), fields: joinedFields(a, b) }
}

const isOpen = ({ where, fields }: Grant): boolean => where === null && fields === null

function eitherWhere({ where: a }: Grant, { where: b }: Grant): string | null {
  if (a === null || b === null) return null
  return a === b ? a : `(${a}) or (${b})`
}

function joinedFields(a: Grant, b: Grant): readonly string[] | null {
  if (a.where === b.where) {
    if (a.fields === null || b.fields === null) return null
    return [...new Set([...a.fields, ...b.fields])].sort()
  }
  if (a.fields === null) return b.fields
  if (b.fields === null) return a.fields
  const others = new Set(b.fields)
  return a.fields.filter(field => others.has(field))
}

/** A short name for equal grants: whoever has them may share answers. */
export const rightsName = (grants: readonly Grant[]): string =>
  createHash('sha256').update(JSON.stringify(grants)).digest('base64url').slice(0, 16)
