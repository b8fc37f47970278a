import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { CatalogStore } from '../../app/ports/catalog-store.ts'
import type { Connection } from './connection.ts'
import { datasetMethods } from './datasets.ts'
import { portalMethods } from './portals.ts'
import { publicationMethods } from './publications.ts'
import { revisionMethods } from './revisions.ts'

const UIDS = 36 ** 6

/** `da_` and 6 base-36 characters, all equally likely (explore-api §9.1). */
const randomUid = (): string => `da_${randomInt(UIDS).toString(36).padStart(6, '0')}`

/** The catalogue in PostgreSQL; its schema is brought up to date by `migrate` first. */
export const catalogStore = (connection: Connection, newUid: () => string = randomUid): CatalogStore => ({
  ...portalMethods(connection),
  ...datasetMethods(connection, newUid),
  ...revisionMethods(connection),
  ...publicationMethods(connection),
  health: async () => {
    await connection.run(db => sql`select 1`.execute(db))
  },
})
