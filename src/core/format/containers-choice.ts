import { VitrineError } from '../errors.ts'
import type { ZipMember } from './zip-archive.ts'

/** Extensions of files that hold records, the likeliest first; a packed one counts as what it packs. */
const DATA_EXTENSIONS =
  'csv tsv parquet geoparquet geojson geojsonl ndjson jsonl topojson json kml kmz xlsx xlsm ods shp txt tab dat zip gz'.split(
    ' ',
  )
/** Files that tell about records rather than hold them. */
const ABOUT = /^(?:read ?me|licen[cs]e|copying|notice|metadata|datapackage|schema|manifest|about)\b/i
/** Formats with parts of their own that `member` may name. */
const HAS_MEMBERS = new Set(['topojson', 'json', 'kml', 'kmz', 'xlsx', 'xlsm', 'ods', 'zip'])

const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1)
const extensionOf = (name: string): string =>
  /\.([a-z0-9]+)(?:\.gz)?$/i.exec(baseName(name))?.[1]?.toLowerCase() ?? ''

/** True for an archive that is one format: a workbook, or the files of shapefiles. */
export const choosesMembers = (members: readonly ZipMember[]): boolean =>
  members.some(
    ({ name }) =>
      /^xl\/workbook\.(?:xml|bin)$/i.test(name) || (name === 'content.xml' && members.some(isMimetype)),
  ) || members.some(({ name }) => isVisible(name) && extensionOf(name) === 'shp')

const isMimetype = ({ name }: ZipMember): boolean => name === 'mimetype'

/** Neither hidden nor a resource fork of an archive made on a Mac. */
export const isVisible = (name: string): boolean =>
  !name.split('/').some(part => part.startsWith('.') || part === '__MACOSX')

/** How likely a member holds the records: lower is likelier. */
const rank = (member: ZipMember): number => {
  const place = DATA_EXTENSIONS.indexOf(extensionOf(member.name))
  return (place === -1 ? DATA_EXTENSIONS.length : place) + (ABOUT.test(baseName(member.name)) ? 100 : 0)
}

/** The member asked for, or the largest of those that hold records. @throws VitrineError */
export const chooseMember = (members: readonly ZipMember[], asked: string | undefined) => {
  const files = members.filter(({ name, size }) => isVisible(name) && size > 0)
  const exact = files.find(({ name }) => name === asked) ?? files.find(({ name }) => baseName(name) === asked)
  const sorted = files
    .filter(member => rank(member) < DATA_EXTENSIONS.length)
    .sort((a, b) => Number(isText(a)) - Number(isText(b)) || b.size - a.size)
  const member = exact ?? sorted[0] ?? [...files].sort((a, b) => rank(a) - rank(b) || b.size - a.size)[0]
  if (member === undefined) throw new VitrineError('source_empty')
  const others = files.filter(file => file !== member).map(file => file.name)
  if (asked !== undefined && exact === undefined && !HAS_MEMBERS.has(extensionOf(member.name))) {
    const available = files
      .slice(0, 20)
      .map(file => file.name)
      .join(', ')
    throw new VitrineError('source_member_unknown', { member: asked, available })
  }
  return { member, named: exact !== undefined, others }
}

/** Plain text may be a note: any other format goes before it. */
const isText = (member: ZipMember): boolean => ['txt', 'dat'].includes(extensionOf(member.name))
