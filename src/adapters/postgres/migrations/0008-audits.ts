import type { Migration } from '../migrate.ts'

/** What browsers found when they went through portals; rows are only ever added. */
export const audits: Migration = {
  id: '0008-audits',
  sql: `
    create table audit (
      id integer generated always as identity primary key,
      portal_id integer not null references portal,
      name text not null check (name ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}([.][1-9][0-9]*)?$'),
      summary json not null,
      kept_at timestamptz not null default now(),
      unique (portal_id, name)
    );
  `,
}
