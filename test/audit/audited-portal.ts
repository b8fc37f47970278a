import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPortal } from '../../src/app/catalog/published-datasets.ts'
import type { Log } from '../../src/app/ports/log.ts'
import type { Application } from '../../src/cli/application.ts'
import type { PortalConfig } from '../../src/core/portal/portal.ts'
import { deploymentApplication } from '../../src/main/application.ts'
import type { Deployment } from '../../src/main/open-deployment.ts'
import { freePort } from '../chaos/deployment.ts'
import { openTestDeployment, testPortal } from '../chaos/open-test-deployment.ts'

/** Somebody with a password. */
export interface Person {
  readonly email: string
  readonly password: string
}

/** Portals behind the real doors. */
export interface AuditedPortals {
  readonly application: Application
  readonly deployment: Deployment
  origin(slug: string): string
  /** Makes somebody who may sign in to a portal. */
  addPerson(slug: string, person: Person): Promise<void>
  close(): Promise<void>
}

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Settings of a portal beside those that every test's has, and what its dataset says of itself. */
export interface AuditedSettings {
  readonly config?: Partial<PortalConfig>
  readonly description?: string
}

/** Serves portals under `<slug>.localhost`, each with a dataset. */
export async function openAuditedPortals(
  portals: Readonly<Record<string, AuditedSettings>>,
): Promise<AuditedPortals> {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-audited-'))
  const port = await freePort()
  const deployment = await openTestDeployment(home, { PORT: String(port), VITRINE_SHUTDOWN_GRACE: '1s' })
  const application = await deploymentApplication(deployment, silent)
  const file = join(home, 'trees.csv')
  await writeFile(file, 'species,height\noak,12\nash,9\n')
  for (const [slug, { config, description = 'All trees.' }] of Object.entries(portals)) {
    await application.savePortal({ ...testPortal(slug), languages: ['en', 'fr'], ...config })
    await application.publish(
      {
        ...{ portal: slug, datasetId: 'trees', source: { file }, options: {} },
        metadata: { title: { en: 'Trees' }, description: { en: description }, publisher: 'The town' },
      },
      () => undefined,
      new AbortController().signal,
    )
  }
  const stop = new AbortController()
  const ready = Promise.withResolvers<void>()
  const served = application.serve(() => ready.resolve(), stop.signal)
  await Promise.race([ready.promise, served])
  return {
    ...{ application, deployment },
    origin: slug => `http://${slug}.localhost:${port}`,
    addPerson: (slug, person) => addPerson(deployment, slug, person),
    close: async () => {
      stop.abort()
      await served
      await deployment.close({ hurry: true })
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** Makes an administrator of a portal. */
export async function addPerson(
  { ports }: Deployment,
  slug: string,
  { email, password }: Person,
): Promise<void> {
  const portal = await findPortal(ports, slug)
  await ports.accounts.addUser(
    {
      ...{ portalId: portal.id, email, name: 'Ada Lovelace', language: null, state: 'active' },
      ...{ roles: ['administrator'], password: await ports.passwords.hash(password) },
    },
    new Date(),
  )
}
