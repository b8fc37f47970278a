import type { ArchiveFile } from '../../core/format/archive-files.ts'
import { checkGrowth, INFLATE_LIMITS } from '../../core/format/zip-archive.ts'
import type { Analysis } from '../../core/ingest/analyse.ts'
import type { FileTexts } from '../../core/record/cast-documents.ts'
import { fileText, recordFileId } from '../../core/record/file-value.ts'
import type { LoadListener } from '../ports/ingest-runner.ts'
import type { LoadPorts } from './load-revision.ts'

/** The files of an archive that the records of a load name, now in the blob store. */
export interface KeptFiles {
  readonly textOf: FileTexts
  /** Numbers of the fields of which some files can be shown small. */
  readonly shown: ReadonlySet<number>
}

interface Keeping {
  readonly listener: LoadListener
  readonly signal: AbortSignal
}

interface Kept {
  readonly text: string
  readonly isPicture: boolean
}

/**
 * Keeps every file that a field of files names, once, and measures pictures. Who listens is told of each at once: a load
 * that fails leaves files that belong to its revision. What archives may grow to holds for all of them together too.
 * Faults: `source_too_large`, `source_damaged`, those of the store.
 */
export async function keepFiles(
  ports: Pick<LoadPorts, 'blobs' | 'pictures'>,
  { reader, columns }: Analysis,
  { listener, signal }: Keeping,
): Promise<KeptFiles> {
  const archive = reader.files
  const files = [...new Set(columns.flatMap(column => column.files ?? []))]
  if (archive === undefined || files.length === 0) return { textOf: () => undefined, shown: new Set() }
  const size = files.reduce((sum, file) => sum + file.size, 0)
  checkGrowth(archive.packed, size, INFLATE_LIMITS)
  const kept = new Map<ArchiveFile, Kept>()
  for (const file of files) {
    const { sha256, bytes } = await ports.blobs.put(file.stream(), signal)
    listener.onFiles([{ id: recordFileId(sha256), sha256, bytes }])
    await using blob = await ports.blobs.open(sha256)
    const picture = await ports.pictures.measure(blob)
    kept.set(file, { text: fileText({ name: file.name, sha256, picture }), isPicture: picture !== null })
    listener.onProgress({ step: 'load', share: null })
  }
  const shown = columns.flatMap((column, index) =>
    (column.files ?? []).some(file => kept.get(file)?.isPicture === true) ? [index] : [],
  )
  return {
    textOf: text => {
      const file = archive.find(text)
      return file === undefined ? undefined : kept.get(file)?.text
    },
    shown: new Set(shown),
  }
}
