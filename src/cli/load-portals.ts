import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Diagnostic } from '../core/parsed.ts'
import { type PortalAsCode, readPortal } from '../core/portal/read-portal.ts'

/** A portal of a folder of portals, with the place that its `file` sources are relative to. */
export interface FoundPortal extends PortalAsCode {
  readonly folder: string
}

export interface FoundPortals {
  readonly portals: readonly FoundPortal[]
  readonly faults: readonly Diagnostic[]
}

/** Reads every portal of a folder (`<slug>/portal.json`, `<slug>/datasets/*.json`, `<slug>/texts/*.md`); no folder, no portals. */
export async function loadPortals(folder: string): Promise<FoundPortals> {
  const portals: FoundPortal[] = []
  const faults: Diagnostic[] = []
  for (const slug of await subfolders(folder)) {
    const place = join(folder, slug)
    const read = readPortal(slug, await describingFiles(place))
    if (read.ok) portals.push({ ...read.value, folder: place })
    else faults.push(...read.diagnostics)
  }
  return { portals, faults }
}

async function subfolders(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(whenMissing)
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
}

function whenMissing(thrown: unknown): [] {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return []
  throw thrown
}

/** The files that describe a portal, in JSON and Markdown; its data files are none of them. */
async function describingFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const paths = await readdir(folder, { recursive: true })
  const described = paths
    .map(path => path.split(sep).join('/'))
    .filter(path => path === 'portal.json' || /^(?:datasets\/[^/]+\.json|texts\/[^/]+\.md)$/.test(path))
  return new Map(
    await Promise.all(
      described.map(async path => [path, await readFile(join(folder, path), 'utf8')] as const),
    ),
  )
}
