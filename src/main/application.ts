import { firstAdministratorLink } from '../app/account/first-administrator.ts'
import {
  findDataset,
  findPortal,
  renameDataset,
  restoreRevision,
  unpublishDataset,
} from '../app/catalog/published-datasets.ts'
import { startWorker } from '../app/jobs/worker.ts'
import type { Log } from '../app/ports/log.ts'
import type { Application } from '../cli/application.ts'
import { assessmentApplication } from './assessment-application.ts'
import { auditApplication } from './audit-application.ts'
import { deploymentAccounts } from './deployment-accounts.ts'
import { groupsApplication } from './groups-application.ts'
import { keysApplication } from './keys-application.ts'
import { ledgerApplication } from './ledger-application.ts'
import type { Deployment } from './open-deployment.ts'
import { peopleApplication } from './people-application.ts'
import { portalOrigin } from './portal-origin.ts'
import { publishAndWait } from './publish-and-wait.ts'
import { type Serving, serve } from './serve.ts'

const never = new AbortController().signal

const untilAborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))

/**
 * The application over an open deployment. A process that runs the children, or that uses servers, also takes jobs:
 * whoever attaches leaves its jobs to the owner, which waits for its guests before it goes.
 */
export async function deploymentApplication(deployment: Deployment, log: Log): Promise<Application> {
  const { ports, settings, engines } = deployment
  let serving: Serving | null = null
  if (engines.role !== 'guest')
    await startWorker(
      ports,
      { parallel: settings.ingestParallel, keepRevisions: settings.keepRevisions },
      async () => serving?.portals.refresh(never),
    )
  const portalOf = (slug: string) => findPortal(ports, slug)

  return {
    savePortal: async config => {
      await ports.catalog.savePortal(config)
    },
    removePortal: slug => ports.catalog.removePortal(slug),
    publishedDatasets: async slug => {
      const published = await ports.catalog.publishedIds((await portalOf(slug)).id)
      return new Set(published.map(dataset => dataset.datasetId))
    },
    publish: (request, onProgress, signal) => publishAndWait(deployment, request, onProgress, signal),
    unpublish: async (slug, datasetId) => unpublishDataset(ports, await portalOf(slug), datasetId, never),
    rename: async (slug, from, to) => renameDataset(ports, await portalOf(slug), { from, to }, never),
    revisions: async (slug, datasetId) => {
      const dataset = await findDataset(ports, await portalOf(slug), datasetId)
      const revisions = await ports.catalog.listRevisions(dataset.uid)
      return revisions
        .toSorted((a, b) => b.number - a.number)
        .map(revision => ({
          number: revision.number,
          state: revision.state,
          recordsCount: revision.recordsCount,
          source: revision.source?.name ?? null,
          createdAt: revision.createdAt,
          publishedAt: revision.publishedAt,
          current: revision.id === dataset.publishedRevision,
          restorable: revision.table !== null,
        }))
    },
    saveRules: async (slug, datasetId, rules) => {
      const found = await ports.catalog.resolveDataset((await portalOf(slug)).id, datasetId)
      if (found.found === 'dataset') await ports.catalog.saveRules(found.dataset.uid, rules)
    },
    ...keysApplication(ports),
    ...peopleApplication(deployment),
    ...groupsApplication(ports),
    ...ledgerApplication(ports),
    ...assessmentApplication(deployment),
    ...auditApplication(ports),
    restore: async (slug, datasetId, number) => {
      await restoreRevision(ports, await portalOf(slug), { datasetId, number }, never)
    },
    migrate: () => Promise.resolve(deployment.migrated),
    serve: async (onServing, signal) => {
      serving = await serve(deployment, log, signal)
      onServing(await describe(serving, deployment))
      await Promise.race([untilAborted(signal), untilAborted(engines.gone)])
      await serving.stop()
    },
    work: signal => Promise.race([untilAborted(signal), untilAborted(engines.gone)]),
    [Symbol.asyncDispose]: () => deployment.close({ hurry: serving !== null }),
  }
}

async function describe({ port, portals }: Serving, deployment: Deployment) {
  const settings = { ...deployment.settings, port }
  const originOf = portalOrigin(settings)
  const accounts = deploymentAccounts(deployment, { originOf })
  const described = portals.all().map(async ({ stored }) => ({
    slug: stored.config.slug,
    url: `${originOf(stored)}/`,
    firstAdministrator: await firstAdministratorLink(accounts, stored),
  }))
  const shownPort = port === (settings.publicScheme === 'https' ? 443 : 80) ? '' : `:${port}`
  return {
    address: `${settings.publicScheme}://${settings.host}${shownPort}/`,
    portals: await Promise.all(described),
  }
}
