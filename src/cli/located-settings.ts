import { join, resolve } from 'node:path'
import type { Settings } from '../core/settings.ts'

/** Settings whose paths are absolute; the blobs' folder is known. */
export interface LocatedSettings extends Settings {
  readonly blobs: string
}

/** Makes every path absolute, from `folder`; blobs lie in the data folder unless told otherwise. */
export function locateSettings(settings: Settings, folder: string): LocatedSettings {
  const at = (path: string) => resolve(folder, path)
  const optional = (path: string | null) => (path === null ? null : at(path))
  const home = at(settings.home)
  return {
    ...settings,
    home,
    portals: at(settings.portals),
    blobs: optional(settings.blobs) ?? join(home, 'blobs'),
    tlsCertificate: optional(settings.tlsCertificate),
    tlsKey: optional(settings.tlsKey),
    chromium: optional(settings.chromium),
  }
}
