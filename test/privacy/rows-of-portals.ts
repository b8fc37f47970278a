import type { RowServices } from '../../src/main/portal-rows.ts'
import { portalRows } from '../../src/main/portal-rows.ts'

/** Everything, and nothing: rows are only looked at, never run. */
const nothing: unknown = new Proxy(() => undefined, {
  get: (_, name) => {
    if (name === Symbol.iterator) return function* none() {}
    return name === Symbol.toPrimitive ? () => '' : nothing
  },
  apply: () => nothing,
})

/** Every row of portals, as the server has them. */
export const ROWS = portalRows(nothing as RowServices)

const VALUES: Readonly<Record<string, string>> = {
  lang: 'en',
  dataset: 'plants',
  tab: 'table',
  format: 'json',
  record: '1',
  type: 'basic',
  name: 'dcat',
  z: '0',
  x: '0',
  tile: '0.pbf',
  attachment: 'notes',
}

/** A row's path with something in each of its places; some lead nowhere, which is an answer too. */
export const pathOf = (path: string): string =>
  path
    .split('/')
    .map(part => (part.startsWith(':') ? (VALUES[part.slice(1)] ?? 'none') : part === '*' ? 'none' : part))
    .join('/')
