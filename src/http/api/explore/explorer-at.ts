import type { Explorer } from '../../../app/explore/explorer.ts'

/** The same explorer at an address of the portal: answers hold the addresses of files as they are there. */
export const explorerAt = (explorer: Explorer, origin: string): Explorer => ({
  ...explorer,
  records: (published, query) => explorer.records(published, { ...query, origin }),
  record: (published, recordId, query) => explorer.record(published, recordId, { ...query, origin }),
  tile: (published, query, square) => explorer.tile(published, { ...query, origin }, square),
})
