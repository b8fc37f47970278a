import { VitrineError } from '../../core/errors.ts'
import { wireError } from '../../core/odsql/faults.ts'
import type { Grant } from '../../core/permission/caller.ts'
import { filterFieldSet } from '../../core/sql/record-table.ts'
import { bindRowFilter } from '../../core/sql/row-filter.ts'
import { findDataset } from '../catalog/published-datasets.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { StoredKey } from '../ports/key-store.ts'
import type { Ports } from '../ports/ports.ts'
import { keyDigest, keyHint, newKey } from './key-text.ts'

/** A key to make. */
export interface KeyToMake {
  readonly name: string
  /** Identifiers of the datasets that it opens; null for all of the portal, those to come with them. */
  readonly datasets: readonly string[] | null
  readonly where: string | null
  readonly fields: readonly string[] | null
  /** ISO 8601 instant; null for never. */
  readonly expiresAt: string | null
  readonly callsPerDay: number | null
  /** Whose it is; the portal's own when left out. */
  readonly userId?: number
}

/**
 * Makes a key; it is in the answer and nowhere else. Faults: `dataset_unknown`, `key_narrowing` when a condition or
 * fields come without exactly one dataset, `odsql_*` for a condition that does not fit its published revision.
 */
export async function makeKey(
  ports: Pick<Ports, 'catalog' | 'keys' | 'clock'>,
  portal: StoredPortal,
  asked: KeyToMake,
): Promise<{ readonly key: string; readonly stored: StoredKey }> {
  const { name, datasets, where, fields, expiresAt, callsPerDay } = asked
  if ((where !== null || fields !== null) && datasets?.length !== 1) throw new VitrineError('key_narrowing')
  const permissions = ['portal.read', 'dataset.read', 'records.read'] as const
  const uids = datasets === null ? ['*'] : await uidsOf(ports, portal, datasets)
  const grants = uids.map((dataset): Grant => ({ permissions, dataset, where, fields }))
  for (const grant of grants) await checkGrant(ports, grant)
  const key = newKey()
  const stored = await ports.keys.addKey({
    ...{ portalId: portal.id, digest: keyDigest(key), hint: keyHint(key) },
    ...{ name, grants, callsPerDay, expiresAt, userId: asked.userId ?? null },
  })
  return { key, stored }
}

async function uidsOf(
  ports: Pick<Ports, 'catalog'>,
  portal: StoredPortal,
  datasets: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(datasets.map(id => findDataset(ports, portal, id)))
  return [...new Set(found.map(({ uid }) => uid))]
}

/** A condition or a field that fits nothing would open nothing: better said now. */
export async function checkGrant({ catalog }: Pick<Ports, 'catalog'>, grant: Grant): Promise<void> {
  const { dataset, where, fields } = grant
  if (where === null && fields === null) return
  const [published] = await catalog.getPublished([dataset])
  if (published === undefined) throw new VitrineError('dataset_unknown', { dataset })
  const layout = published.revision.fields
  const unknown = fields?.find(name => !layout.some(field => field.name === name))
  if (unknown !== undefined) throw new VitrineError('field_unknown', { field: unknown })
  if (where === null) return
  const bound = bindRowFilter(where, filterFieldSet(layout, fields))
  if (!bound.ok) throw new VitrineError('odsql_invalid', { message: wireError(bound.diagnostics).message })
}
