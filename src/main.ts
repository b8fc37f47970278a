import type { Application } from './cli/application.ts'
import type { LocatedSettings } from './cli/located-settings.ts'
import { VitrineError } from './core/errors.ts'

/** Builds the application from its settings. */
export async function openApplication(
  _settings: LocatedSettings,
  _signal: AbortSignal,
): Promise<Application> {
  throw new VitrineError('engine_unavailable')
}
