import { pinoLog } from './adapters/log/pino-log.ts'
import type { Application } from './cli/application.ts'
import type { LocatedSettings } from './cli/located-settings.ts'
import { deploymentApplication } from './main/application.ts'
import { openDeployment } from './main/open-deployment.ts'

/** Vitrine on the engines that the settings name: the one place where every ring meets. */
export async function openApplication(settings: LocatedSettings, signal: AbortSignal): Promise<Application> {
  const log = pinoLog(settings.logLevel)
  return deploymentApplication(await openDeployment(settings, log, signal), log)
}
