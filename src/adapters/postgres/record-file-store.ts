import { sql } from 'kysely'
import type { RecordFileStore } from '../../app/ports/record-file-store.ts'
import type { Connection } from './connection.ts'

/** Holds for a revision `r` that nobody can read, now or after a restoring. */
const DEAD = sql<boolean>`(r.state in ('failed', 'superseded') and r.table_name is null)`

/** Rows of one statement. */
const AT_ONCE = 5000

/** The files of records in PostgreSQL. */
export const recordFileStore = (connection: Connection): RecordFileStore => ({
  keep: (revisionId, files) =>
    connection.transaction(async tx => {
      for (let at = 0; at < files.length; at += AT_ONCE)
        await tx
          .insertInto('record_file')
          .values(
            files
              .slice(at, at + AT_ONCE)
              .map(({ id, sha256, bytes }) => ({ revision_id: revisionId, file_id: id, sha256, bytes })),
          )
          .onConflict(conflict => conflict.doNothing())
          .execute()
    }),

  find: (revisionId, id) =>
    connection.run(async db => {
      const row = await db
        .selectFrom('record_file')
        .select(['file_id as id', 'sha256', 'bytes'])
        .where('revision_id', '=', revisionId)
        .where('file_id', '=', id)
        .executeTakeFirst()
      return row ?? null
    }),

  listLoose: () =>
    connection.run(async db => {
      const dead = sql<{ sha256: string }>`
        select f.sha256 from record_file f join revision r on r.id = f.revision_id
        group by f.sha256 having bool_and(${DEAD})`
      const { rows } = await dead.execute(db)
      if (rows.length === 0) return []
      // hashes as they stand in the texts of JSON columns, which may hold what no function of JSON takes
      const named = await sql<{ sha256: string }>`
        select distinct hash.words[1] as sha256 from revision r,
        lateral regexp_matches(
          concat(r.source::text, ' ', r.metadata::text, ' ',
            substring(r.report::text from '"quarantineSha256":"[0-9a-f]{64}"')),
          '[0-9a-f]{64}', 'g') as hash(words)
        where hash.words[1] = any(${rows.map(row => row.sha256)})`.execute(db)
      const others = new Set(named.rows.map(row => row.sha256))
      return rows.map(row => row.sha256).filter(sha256 => !others.has(sha256))
    }),

  forget: sha256 =>
    connection.run(async db => {
      await sql`
        delete from record_file f using revision r
        where r.id = f.revision_id and ${DEAD} and (f.sha256 = any(${sha256}) or exists (
          select from record_file other join revision o on o.id = other.revision_id
          where other.sha256 = f.sha256 and (o.state not in ('failed', 'superseded') or o.table_name is not null)
        ))`.execute(db)
    }),
})
