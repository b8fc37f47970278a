/** A file for what a format wants later than it is known; gone with its folder. */
export interface ScratchFile {
  write(bytes: Uint8Array): Promise<void>
  /** Everything written, from the start; after the last write. */
  read(): AsyncIterable<Uint8Array>
}

/** A place for scratch files of one export. */
export interface ScratchFolder {
  create(): Promise<ScratchFile>
  /** Removes its files, whoever still reads them. */
  remove(): Promise<void>
}

export type OpenScratch = () => Promise<ScratchFolder>
