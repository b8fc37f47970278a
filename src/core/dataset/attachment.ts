import type { LanguageMap } from '../i18n/language-map.ts'

/** Files beside the data; files that its producer offers in place of an export (explore-api §9.1). */
export const ATTACHMENT_KINDS = ['attachment', 'alternative_export'] as const
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number]

/** What a publisher says of a file beside the data. */
export interface AttachmentWords {
  /** Identifier within the dataset; made from the name of the file when left out. */
  readonly id?: string
  /** The name of the file when left out. */
  readonly title?: LanguageMap
  readonly description?: LanguageMap
  /** Media type; by the ending of the name when left out. */
  readonly mimetype?: string
  readonly kind?: AttachmentKind
}

/** A file beside the data, kept under its hash. */
export interface Attachment {
  readonly id: string
  readonly kind: AttachmentKind
  readonly title: LanguageMap
  readonly description: LanguageMap
  /** The name it came with, without any path. */
  readonly name: string
  readonly mimetype: string
  readonly sha256: string
  readonly bytes: number
}

/** The identifier that a file name suggests: `Method (2024).pdf` → `method_2024_pdf`, as the wire has them. */
export function attachmentId(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const id = plain.replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '')
  return id.slice(0, 100) || 'file'
}

/** Media types by the endings of names (IANA's registry). */
const TYPES: Readonly<Record<string, string>> = {
  ...{
    pdf: 'application/pdf',
    zip: 'application/zip',
    gz: 'application/gzip',
    '7z': 'application/x-7z-compressed',
  },
  ...{ csv: 'text/csv', tsv: 'text/tab-separated-values', txt: 'text/plain', md: 'text/markdown' },
  ...{ json: 'application/json', geojson: 'application/geo+json', jsonl: 'application/jsonl' },
  ...{
    xml: 'application/xml',
    html: 'text/html',
    htm: 'text/html',
    rdf: 'application/rdf+xml',
    ttl: 'text/turtle',
  },
  ...{ kml: 'application/vnd.google-earth.kml+xml', kmz: 'application/vnd.google-earth.kmz' },
  ...{ gpx: 'application/gpx+xml', gpkg: 'application/geopackage+sqlite3' },
  ...{ parquet: 'application/vnd.apache.parquet' },
  ...{ doc: 'application/msword', xls: 'application/vnd.ms-excel', ppt: 'application/vnd.ms-powerpoint' },
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  ...{ png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp' },
  ...{ svg: 'image/svg+xml', tif: 'image/tiff', tiff: 'image/tiff' },
}

/** The media type of a file by the ending of its name; plain bytes where it says nothing. */
export function mediaTypeOf(name: string): string {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const known = Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined
  return known ?? 'application/octet-stream'
}

/** What is kept of a file, as its publisher describes it; `taken` are the identifiers that others have. */
export function attachmentOf(
  words: AttachmentWords,
  file: Pick<Attachment, 'name' | 'sha256' | 'bytes'>,
  taken: ReadonlySet<string>,
): Attachment {
  const { title = { '': file.name }, description = {}, kind = 'attachment' } = words
  const mimetype = words.mimetype ?? mediaTypeOf(file.name)
  return {
    id: freeId(words.id ?? attachmentId(file.name), taken),
    kind,
    title,
    description,
    mimetype,
    ...file,
  }
}

/** `method_pdf`, and `method_pdf_2` where that is taken. */
function freeId(id: string, taken: ReadonlySet<string>): string {
  let free = id
  for (let number = 2; taken.has(free); number++) free = `${id}_${number}`
  return free
}
