import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log } from '../../src/app/ports/log.ts'
import type { Application } from '../../src/cli/application.ts'
import type { PortalConfig } from '../../src/core/portal/portal.ts'
import { deploymentApplication } from '../../src/main/application.ts'
import type { Deployment } from '../../src/main/open-deployment.ts'
import { freePort } from '../chaos/deployment.ts'
import { openTestDeployment, testPortal } from '../chaos/open-test-deployment.ts'

/** A portal behind the real doors, with a dataset. */
export interface AuditedPortal {
  readonly application: Application
  readonly deployment: Deployment
  readonly origin: string
  close(): Promise<void>
}

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const SLUG = 'audited'

/** Serves one portal of this configuration under `audited.localhost`. */
export async function openAuditedPortal(more: Partial<PortalConfig> = {}): Promise<AuditedPortal> {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-audited-'))
  const port = await freePort()
  const deployment = await openTestDeployment(home, { PORT: String(port), VITRINE_SHUTDOWN_GRACE: '1s' })
  const application = await deploymentApplication(deployment, silent)
  await application.savePortal({ ...testPortal(SLUG), languages: ['en', 'fr'], ...more })
  const file = join(home, 'trees.csv')
  await writeFile(file, 'species,height\noak,12\nash,9\n')
  await application.publish(
    {
      ...{ portal: SLUG, datasetId: 'trees', source: { file }, options: {} },
      metadata: { title: { en: 'Trees' }, keyword: [{ en: 'wood' }], publisher: 'The town' },
    },
    () => undefined,
    new AbortController().signal,
  )
  const stop = new AbortController()
  const ready = Promise.withResolvers<void>()
  const served = application.serve(() => ready.resolve(), stop.signal)
  await Promise.race([ready.promise, served])
  return {
    ...{ application, deployment, origin: `http://${SLUG}.localhost:${port}` },
    close: async () => {
      stop.abort()
      await served
      await deployment.close({ hurry: true })
      await rm(home, { recursive: true, force: true })
    },
  }
}
