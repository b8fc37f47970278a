import type { Evidence, ReadOptions } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import { type ArchiveFiles, archiveFiles } from './archive-files.ts'
import type { ByteSource } from './byte-source.ts'
import { chooseMember, choosesMembers } from './containers-choice.ts'
import { inflatedSource, type Scratch } from './containers-inflated.ts'
import { gunzip, isGzip } from './gzip.ts'
import { INFLATE_LIMITS, type InflateLimits, isZip, openZip } from './zip-archive.ts'

/** Containers inside containers are opened this deep. */
const MAX_LAYERS = 3

export interface ContainerOptions {
  readonly options: ReadOptions
  readonly signal: AbortSignal
  /** Keeps a copy of inflated bytes for random access; without it, 64 MiB are the limit of that. */
  readonly scratch?: Scratch
  readonly limits?: InflateLimits
}

/** What is inside the containers of a source, and the options left for the format that reads it. */
export interface Opened {
  readonly source: ByteSource
  readonly options: ReadOptions
  readonly evidence: readonly Evidence[]
  /** What else is in the archive that the source came in; null when nothing is. */
  readonly files: ArchiveFiles | null
}

/**
 * Opens gzip and zip around a source of any format. Archives that are formats themselves (workbooks,
 * shapefiles) stay as they are. `options.member` names the file of an archive; it is chosen otherwise, with
 * evidence. The inner source inflates while it is streamed; nothing is written but through `scratch`.
 * @throws VitrineError `source_damaged`, `source_encrypted`, `source_too_large`, `source_empty`,
 * `source_member_unknown`, `aborted`.
 */
export const openContainer = async (source: ByteSource, how: ContainerOptions): Promise<Opened> => {
  let opened: Opened = { source, options: how.options, evidence: [], files: null }
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const head = await opened.source.read(0, 4)
    const inner = isGzip(head)
      ? await openGzip(opened, how)
      : isZip(head)
        ? await openArchive(opened, how)
        : null
    if (inner === null) return opened
    opened = inner
  }
  return opened
}

const openGzip = async (outer: Opened, how: ContainerOptions): Promise<Opened> => {
  const { source, options } = outer
  const limits = how.limits ?? INFLATE_LIMITS
  const name = source.name.replace(/\.(?:gz|gzip)$/i, '').replace(/\.tgz$/i, '.tar')
  const stream = () => gunzip(source.stream(), source.size, limits)
  let size = 0
  for await (const chunk of stream()) {
    if (how.signal.aborted) throw new VitrineError('aborted')
    size += chunk.length
  }
  const evidence: Evidence = {
    about: 'container',
    decision: 'gzip',
    because: 'container_gzip',
    params: { bytes: size },
  }
  return {
    source: inflatedSource({ name, size, stream }, how.scratch),
    options,
    evidence: [...outer.evidence, evidence],
    files: outer.files,
  }
}

const openArchive = async (outer: Opened, how: ContainerOptions): Promise<Opened | null> => {
  const members = await openZip(outer.source, how.limits)
  if (choosesMembers(members)) return null
  const { member, named, others } = chooseMember(members, outer.options.member)
  if (member.encrypted) throw new VitrineError('source_encrypted', { name: member.name })
  const { member: asked, ...options } = outer.options
  const name = member.name.slice(member.name.lastIndexOf('/') + 1)
  const evidence: Evidence = {
    about: 'member',
    decision: member.name,
    because: named ? 'container_member_named' : 'container_member_chosen',
    params: { others: others.slice(0, 20).join(', '), count: others.length },
  }
  return {
    source: inflatedSource({ name, size: member.size, stream: () => member.stream() }, how.scratch),
    options: named || asked === undefined ? options : { ...options, member: asked },
    evidence: [...outer.evidence, evidence],
    files: archiveFiles(members, member, outer.source.size) ?? outer.files,
  }
}
