import type { Migration } from '../migrate.ts'

/** Files that records of a revision name, kept in the blob store. */
export const recordFiles: Migration = {
  id: '0011-record-files',
  sql: `
    create table record_file (
      revision_id bigint not null references revision,
      file_id text not null check (file_id ~ '^[0-9a-f]{32}$'),
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      bytes bigint not null,
      primary key (revision_id, file_id)
    );
    create index record_file_sha256 on record_file (sha256);
  `,
}
