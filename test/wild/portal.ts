import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pictures } from '../../src/adapters/pictures/pictures.ts'
import { syncCatalogIndex } from '../../src/app/catalog/sync-catalog-index.ts'
import { loadRevision } from '../../src/app/ingest/load-revision.ts'
import type { StoredPortal } from '../../src/app/ports/catalog-store.ts'
import { EMPTY_METADATA } from '../../src/core/dataset/metadata.ts'
import type { Deployment } from '../../src/main/open-deployment.ts'
import { type RunningDeployment, startDeployment } from '../chaos/deployment.ts'
import { openTestDeployment, testPortal } from '../chaos/open-test-deployment.ts'
import { declared, raw } from '../golden/odsql/oracle/load.ts'
import type { Value } from '../golden/odsql/oracle/tree.ts'
import type { WildDataset } from './datasets.ts'

export const HOST = 'wild.localhost'
const AT_ONCE = 4

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

function cell(value: Value): string {
  const said = raw(value)
  if (said === null) return ''
  if (typeof said !== 'object') return quoted(String(said))
  if (said.kind === 'list') return quoted(said.items.join('|'))
  return said.kind === 'geometry' ? quoted(JSON.stringify(said.geometry)) : ''
}

function csv({ world: { fields, rows } }: WildDataset): string {
  const head = fields.map(({ name }) => quoted(name)).join(',')
  return [head, ...rows.map(row => fields.map(({ name }) => cell(row.get(name) ?? null)).join(',')), ''].join(
    '\n',
  )
}

const named = (text: string) => ({ en: text })

/** What the catalogue's questions look for. */
const METADATA = {
  ...EMPTY_METADATA,
  theme: ['Administration et Finances Publiques', 'Network', 'Network Usage'].map(named),
  keyword: ['park', 'empleo', 'verkehr'].map(named),
  publisher: 'Somebody',
  license: 'Open Licence',
  modified: '2026-05-01T10:00:00Z',
}

/** Loads and publishes as the jobs do, without a process for each: the bytes are our own. */
async function publish({ ports }: Deployment, portal: StoredPortal, wild: WildDataset): Promise<void> {
  const { signal } = new AbortController()
  const { fields } = wild.world
  const bytes = async function* () {
    yield Buffer.from(csv(wild))
  }
  const dataset = await ports.catalog.ensureDataset(portal.id, wild.id)
  const annotations = (field: (typeof fields)[number]) => ({
    ...declared(field).annotations,
    ...(field.isList ? { multivalued: '|' } : {}),
    facet: true as const,
  })
  const revision = await ports.catalog.createRevision({
    datasetUid: dataset.uid,
    source: { ...(await ports.blobs.put(bytes(), signal)), name: `${wild.id}.csv`, url: null },
    options: {
      format: 'csv',
      types: Object.fromEntries(fields.map(({ name, type }) => [name, type])),
      fields: Object.fromEntries(fields.map(field => [field.name, { annotations: annotations(field) }])),
    },
    metadata: {
      ...METADATA,
      title: named(`My search term ${wild.id}`),
      description: named('Near what is asked'),
    },
  })
  await ports.catalog.markQueued(revision.id)
  await ports.catalog.markRunning(revision.id)
  const scratch = (): never => {
    throw new Error('nothing is packed')
  }
  const request = {
    revisionId: revision.id,
    source: revision.source ?? never(),
    options: revision.options,
    language: 'en',
  }
  const listener = { onProgress: () => undefined, onFiles: () => undefined }
  const loaded = await loadRevision({ ...ports, scratch, pictures }, request, listener, signal)
  if (loaded.report.recordsQuarantined > 0)
    throw new Error(`${wild.id}: ${JSON.stringify(loaded.report.quarantineSample[0])}`)
  await ports.catalog.saveLoad({ revisionId: revision.id, ...loaded })
  await ports.catalog.publishRevision(revision.id, new Date())
}

const never = (): never => {
  throw new Error('a revision without a source')
}

/** A portal of these datasets, served by the product. */
export async function openPortal(
  datasets: readonly WildDataset[],
): Promise<RunningDeployment & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-wild-'))
  await mkdir(join(folder, 'wild'))
  const { slug: _, ...config } = testPortal('wild')
  await writeFile(join(folder, 'wild', 'portal.json'), JSON.stringify(config))
  const running = await startDeployment({ portals: folder })
  const deployment = await openTestDeployment(running.home)
  const portals = await deployment.ports.catalog.listPortals()
  const portal = portals.find(one => one.config.slug === 'wild') ?? never()
  const left = [...datasets]
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      await publish(deployment, portal, next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  await syncCatalogIndex(deployment.ports, portal.id, new AbortController().signal)
  await deployment.close()
  return Object.assign(running, {
    [Symbol.asyncDispose]: async () => {
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    },
  })
}
