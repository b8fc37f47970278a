import { findPortal } from '../app/catalog/published-datasets.ts'
import { makeKey } from '../app/permission/manage-keys.ts'
import type { StoredPortal } from '../app/ports/catalog-store.ts'
import type { StoredKey } from '../app/ports/key-store.ts'
import type { Ports } from '../app/ports/ports.ts'
import type { Application, KeySummary } from '../cli/application.ts'
import { VitrineError } from '../core/errors.ts'

type KeysApplication = Pick<Application, 'addKey' | 'keys' | 'revokeKey'>

/** API keys as the command line manages them. */
export function keysApplication(ports: Ports): KeysApplication {
  const summaries = async (portal: StoredPortal, keys: readonly StoredKey[]) => {
    const published = await ports.catalog.publishedIds(portal.id)
    const names = new Map(published.map(({ uid, datasetId }) => [uid, datasetId]))
    return keys.map(key => summaryOf(key, names))
  }
  return {
    addKey: async ({ portal: slug, expires, ...asked }) => {
      const portal = await findPortal(ports, slug)
      const { key, stored } = await makeKey(ports, portal, { ...asked, expiresAt: endOf(expires) })
      const [summary] = await summaries(portal, [stored])
      if (summary === undefined) throw new VitrineError('bug')
      return { ...summary, key }
    },
    keys: async slug => {
      const portal = await findPortal(ports, slug)
      return summaries(portal, await ports.keys.listKeys(portal.id))
    },
    revokeKey: async (slug, id) => {
      const portal = await findPortal(ports, slug)
      const [summary] = await summaries(portal, [
        await ports.keys.revokeKey(portal.id, id, ports.clock.now()),
      ])
      if (summary === undefined) throw new VitrineError('bug')
      return summary
    },
  }
}

/** The first instant after a day, UTC. */
const endOf = (day: string | null): string | null =>
  day === null ? null : new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString()

function summaryOf(key: StoredKey, names: ReadonlyMap<string, string>): KeySummary {
  const { id, name, hint, grants, callsPerDay, createdAt, expiresAt, revokedAt, lastUsedOn } = key
  const [first] = grants
  const all = grants.some(({ dataset }) => dataset === '*')
  return {
    ...{ id, name, hint, callsPerDay, createdAt, expiresAt, revokedAt, lastUsedOn },
    datasets: all ? null : grants.map(({ dataset }) => names.get(dataset) ?? dataset),
    where: first?.where ?? null,
    fields: first?.fields ?? null,
  }
}
