import { isVisible } from './containers-choice.ts'
import type { ZipMember } from './zip-archive.ts'

/** A file of an archive beside the table that was read from it. */
export type ArchiveFile = Pick<ZipMember, 'name' | 'packed' | 'size' | 'stream'>

/** The files of an archive beside its table, by what texts of the table call them. */
export interface ArchiveFiles {
  /** Packed size of the whole archive, in bytes. */
  readonly packed: number
  /** The file that a text names; undefined where there is none, and where it might be one of several. */
  find(text: string): ArchiveFile | undefined
}

/** Longer texts name no file. */
const LONGEST = 1024

type Named = Map<string, ArchiveFile | null>

/** Remembers a file by a name; a second one by the same name makes it mean neither. */
function remember(named: Named, name: string, file: ArchiveFile): void {
  named.set(name, named.has(name) ? null : file)
}

const fold = (name: string): string => name.toLowerCase()
const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1)
const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1)

/** `.\Photos\a.jpg` → `Photos/a.jpg`: one way to write a path, in composed letters. */
const plainPath = (text: string): string =>
  text
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/+)+/, '')
    .normalize('NFC')

/**
 * The files beside a table, or null when there are none. A text names one by its path from the top of the archive or
 * from the table's folder, or by its bare name where one file alone has it; as it is written, else whatever the case.
 * Names are looked up and never opened as paths, so `..` leads nowhere. Hidden and encrypted files are nobody's.
 */
export function archiveFiles(
  members: readonly ZipMember[],
  table: ZipMember,
  packed: number,
): ArchiveFiles | null {
  const files = members.filter(member => member !== table && !member.encrypted && isVisible(member.name))
  if (files.length === 0) return null
  const exact: Named = new Map()
  const folded: Named = new Map()
  const bare: Named = new Map()
  for (const file of files) {
    const name = plainPath(file.name)
    remember(exact, name, file)
    remember(folded, fold(name), file)
    remember(bare, fold(lastPart(name)), file)
  }
  const folder = folderOf(plainPath(table.name))
  return {
    packed,
    find: text => {
      if (text.length > LONGEST) return undefined
      const path = plainPath(text)
      const below = `${folder}${path}`
      const lower = fold(path)
      const found =
        exact.get(path) ??
        exact.get(below) ??
        folded.get(lower) ??
        folded.get(fold(below)) ??
        (path.includes('/') ? undefined : bare.get(lower))
      return found ?? undefined
    },
  }
}
