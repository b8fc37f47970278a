import { join } from 'node:path'
import type { Log } from '../../src/app/ports/log.ts'
import { readSettings } from '../../src/core/settings/read-settings.ts'
import { type Deployment, openDeployment } from '../../src/main/open-deployment.ts'

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** A deployment on embedded engines in `home`, without doors. */
export async function openTestDeployment(
  home: string,
  env: Readonly<Record<string, string>> = {},
  log: Log = silent,
): Promise<Deployment> {
  const settings = readSettings({ env: { VITRINE_HOME: join(home, 'data'), ...env }, file: null })
  if (!settings.ok) throw new Error(JSON.stringify(settings.diagnostics))
  return openDeployment(settings.value, log, new AbortController().signal)
}

/** A portal for tests. */
export const testPortal = (slug: string) => ({
  slug,
  hosts: [`${slug}.localhost`] as const,
  title: { en: slug },
  description: { en: slug },
  languages: ['en'] as const,
  brand: '#0b5d5e',
  legal: { name: slug, address: 'Nowhere 1', email: 'test@example.org', country: 'FR' },
})
