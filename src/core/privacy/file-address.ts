import { createHmac, timingSafeEqual } from 'node:crypto'

/** A file that a publisher gave, as the host of files serves it. */
export interface ServedFile {
  /** SHA-256 of its bytes, lower-case hex. */
  readonly sha256: string
  readonly name: string
  readonly mimetype: string
  /** When it was published: Unix milliseconds, whole seconds. */
  readonly modified: number
  /** Unix milliseconds until which the address is good; rights were looked at before. */
  readonly until: number
}

/** Where the host of files serves them. */
export const FILES_PATH = '/files'

/** Addresses are good for ten to twenty minutes: the same one for all who ask within ten. */
const STEP_MS = 600_000

/** When an address that is made now ends. */
export const fileAddressEnd = (now: number): number => (Math.floor(now / STEP_MS) + 2) * STEP_MS

const MAC_BYTES = 16

const macOf = (key: Uint8Array, { sha256, name, mimetype, modified, until }: ServedFile): Buffer =>
  createHmac('sha256', key)
    .update(`file/1\n${sha256}\n${until}\n${modified}\n${mimetype}\n${name}`)
    .digest()
    .subarray(0, MAC_BYTES)

const encoded = (text: string): string => Buffer.from(text).toString('base64url')

/**
 * `/files/<portal>/<until>.<modified>.<mac>/<sha256>/<type>/<name>`: whoever may have the file is sent there, and no other host than
 * that of files serves it. `key` is `portalKey` for `embed`.
 */
export const filePath = (key: Uint8Array, portal: string, file: ServedFile): string =>
  [
    FILES_PATH,
    portal,
    `${file.until.toString(36)}.${file.modified.toString(36)}.${macOf(key, file).toString('base64url')}`,
    file.sha256,
    encoded(file.mimetype),
    encodeURIComponent(file.name.toWellFormed()),
  ].join('/')

/** Portal that a path names; null for one of no file. */
export const portalOfFilePath = (path: string): string | null =>
  /^\/files\/(p_\d{1,15})\//.exec(path)?.[1] ?? null

const PATH =
  /^\/files\/p_\d{1,15}\/([0-9a-z]{1,10})\.([0-9a-z]{1,10})\.([\w-]{22})\/([0-9a-f]{64})\/([\w-]{0,400})\/([^/]{1,1000})$/

/** The file of a path; null when none of the keys signed it, and when its time is over. */
export function fileOfPath(keys: readonly Uint8Array[], path: string, now: number): ServedFile | null {
  const [, until = '', modified = '', mac = '', sha256 = '', type = '', name = ''] = PATH.exec(path) ?? []
  if (sha256 === '') return null
  const file = {
    ...{ sha256, name: decoded(name), mimetype: Buffer.from(type, 'base64url').toString() },
    modified: Number.parseInt(modified, 36),
    until: Number.parseInt(until, 36),
  }
  const said = Buffer.from(mac, 'base64url')
  if (said.byteLength !== MAC_BYTES || file.until <= now) return null
  return keys.some(key => timingSafeEqual(said, macOf(key, file))) ? file : null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
