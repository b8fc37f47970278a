/** A file that records of a revision name: its identifier (`core/record/file-value.ts`) and what is kept under it. */
export interface RecordFile {
  readonly id: string
  /** Of its bytes in the blob store. */
  readonly sha256: string
  readonly bytes: number
}

/** Which files the records of each revision have. Whoever asks for one was found to see a record that names it. */
export interface RecordFileStore {
  /** Says that a revision has these files; saying it again changes nothing. */
  keep(revisionId: number, files: readonly RecordFile[]): Promise<void>
  find(revisionId: number, id: string): Promise<RecordFile | null>
  /**
   * Hashes of files that were named only by revisions which nobody can read any more, and are nothing else: no source,
   * no file beside the data.
   */
  listLoose(): Promise<readonly string[]>
  /** Forgets that revisions which nobody can read any more had these files. */
  forget(sha256: readonly string[]): Promise<void>
}
