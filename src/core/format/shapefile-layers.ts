import { VitrineError } from '../errors.ts'
import type { ZipMember } from './zip-archive.ts'

/** The files of one layer. */
export interface Layer {
  /** Path of its files without their extension. */
  readonly name: string
  readonly shp: ZipMember
  readonly dbf: ZipMember | undefined
  readonly prj: ZipMember | undefined
  readonly cpg: ZipMember | undefined
}

/** The layers of an archive, the largest first. */
export const layersOf = (members: readonly ZipMember[]): readonly Layer[] => {
  const files = members.filter(
    ({ name }) => !name.split('/').some(part => part.startsWith('.') || part === '__MACOSX'),
  )
  const beside = (base: string, extension: string): ZipMember | undefined =>
    files.find(({ name }) => name.toLowerCase() === `${base}.${extension}`.toLowerCase())
  return files
    .filter(({ name }) => /\.shp$/i.test(name))
    .sort((a, b) => b.size - a.size)
    .map(shp => {
      const name = shp.name.slice(0, -4)
      const cpg = beside(name, 'cpg') ?? beside(name, 'cst')
      return { name, shp, dbf: beside(name, 'dbf'), prj: beside(name, 'prj'), cpg }
    })
}

/** The layer asked for, by path or name, or the largest. @throws VitrineError */
export const chooseLayer = (layers: readonly Layer[], asked: string | undefined): Layer => {
  const wanted = asked?.replace(/\.shp$/i, '')
  const layer =
    wanted === undefined
      ? layers[0]
      : layers.find(({ name }) => name === wanted || name.slice(name.lastIndexOf('/') + 1) === wanted)
  if (layer !== undefined) return layer
  if (asked === undefined) throw new VitrineError('source_empty')
  throw new VitrineError('source_member_unknown', {
    member: asked,
    available: layers
      .slice(0, 20)
      .map(({ name }) => name)
      .join(', '),
  })
}
