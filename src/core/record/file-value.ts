import { mediaTypeOf } from '../dataset/attachment.ts'

/** What is known of a picture that can be shown small. */
export interface PictureFacts {
  readonly format: PictureFormat
  readonly width: number
  readonly height: number
  /** EXIF orientation, 1 to 8; null when the picture does not say. */
  readonly orientation: number | null
}

/** Formats of pictures of which small ones are made; SVG is a program and never among them. */
export const PICTURE_FORMATS = ['jpeg', 'png', 'webp', 'gif'] as const
export type PictureFormat = (typeof PICTURE_FORMATS)[number]

/** A file of a record as it is kept: what of explore-api §9.4 neither request nor revision decides. */
interface KeptFile {
  readonly name: string
  readonly sha256: string
  readonly picture: PictureFacts | null
}

/** The identifier of a file, 32 hexadecimal digits (explore-api §7.6): the same content has the same one. */
export const recordFileId = (sha256: string): string => sha256.slice(0, 32)

export const isRecordFileId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text)

/** How the text of {@link fileText} begins for a file: no other text of a field of files does. */
export const fileTextStart = (id: string): string => `{"id":"${id}","thumbnail":`

/** The value of a field as it is kept; answers add the address and the moment of publication (`core/sql/file-address.ts`). */
export function fileText({ name, sha256, picture }: KeptFile): string {
  const id = recordFileId(sha256)
  const filename = name.slice(name.lastIndexOf('/') + 1).normalize('NFC')
  const tag = Buffer.from(sha256, 'hex').toString('base64url').slice(0, 22)
  const { width, height, orientation } = picture ?? { orientation: null }
  return JSON.stringify({
    id,
    thumbnail: picture !== null,
    filename,
    format: picture?.format.toUpperCase(),
    width,
    height,
    mimetype: picture === null ? mediaTypeOf(name) : `image/${picture.format}`,
    etag: `"${tag}"`,
    exif_orientation: orientation ?? undefined,
  })
}

/** What a file is sent as, from the text that is kept of it. */
export interface FileHead {
  readonly filename: string
  readonly mimetype: string
  readonly thumbnail: boolean
}

const MEDIA_TYPE = /^[a-z0-9][\w.+-]*\/[\w.+-]+$/i

/** Reads the kept text of a file; what it does not say as it should is left to the safest guess. */
export function readFileText(text: string): FileHead {
  const said: unknown = JSON.parse(text)
  const member = (name: string): unknown => Reflect.get(Object(said), name)
  const [filename, mimetype] = [member('filename'), member('mimetype')]
  return {
    filename: typeof filename === 'string' && filename !== '' ? filename : 'file',
    mimetype:
      typeof mimetype === 'string' && MEDIA_TYPE.test(mimetype) ? mimetype : 'application/octet-stream',
    thumbnail: member('thumbnail') === true,
  }
}

/** Where the files of a dataset's records are (explore-api §7.6), to be followed by an identifier. */
export const recordFilesRoot = (origin: string, datasetId: string): string =>
  `${origin}/api/explore/v2.1/catalog/datasets/${encodeURIComponent(datasetId)}/files/`
