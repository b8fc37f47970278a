import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Served addresses of the built files, each with its content hash. */
export interface Assets {
  readonly styles: string
  readonly script: string
  readonly icons: string
  readonly favicon: string
}

/** Paths at which assets and themes are served. */
export const ASSETS_PATH = '/assets/'
export const THEME_PATH = '/theme/'

/** Reads `manifest.json` of a folder that `scripts/build-assets.ts` filled; fails when it is missing or incomplete. */
export async function readManifest(folder: string): Promise<Assets> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
  return {
    styles: entry(manifest, 'styles'),
    script: entry(manifest, 'script'),
    icons: entry(manifest, 'icons'),
    favicon: entry(manifest, 'favicon'),
  }
}

/** The stylesheet of the pages: part of what visitors were shown when they were asked for consent. */
export const readStyles = (folder: string, { styles }: Assets): Promise<string> =>
  readFile(join(folder, styles.slice(ASSETS_PATH.length)), 'utf8')

function entry(manifest: unknown, name: keyof Assets): string {
  const value = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, name) : undefined
  if (typeof value !== 'string') throw new Error(`assets manifest without ${name}`)
  return value
}
