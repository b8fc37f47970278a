import type { Migration } from '../migrate.ts'

/**
 * Portals, datasets and revisions. `dataset_name` holds every identifier ever given, and nothing deletes from
 * it: identifiers are not reused. JSON columns are `json`, see `tables.ts`.
 */
export const catalogue: Migration = {
  id: '0001-catalogue',
  sql: `
    create table portal (
      id integer generated always as identity primary key,
      slug text not null unique,
      config json not null,
      config_version bigint not null default 1,
      catalog_version bigint not null default 1,
      removed_at timestamptz
    );

    create table dataset (
      uid text primary key check (uid ~ '^da_[0-9a-z]{6}$'),
      portal_id integer not null references portal,
      dataset_id text not null,
      published_revision bigint,
      created_at timestamptz not null default now()
    );
    create index dataset_published on dataset (portal_id, dataset_id) where published_revision is not null;

    create table dataset_name (
      portal_id integer not null references portal,
      dataset_id text not null,
      uid text not null references dataset,
      primary key (portal_id, dataset_id)
    );

    create table revision (
      id bigint generated always as identity primary key,
      dataset_uid text not null references dataset,
      number integer not null,
      state text not null default 'draft'
        check (state in ('draft', 'queued', 'running', 'published', 'failed', 'superseded')),
      source json not null,
      options json not null,
      fields json not null default '[]',
      metadata json not null,
      table_name text unique,
      layout integer not null default 0,
      records_count bigint not null default 0,
      report json,
      failure json,
      created_at timestamptz not null default now(),
      published_at timestamptz,
      unique (dataset_uid, number),
      unique (dataset_uid, id),
      check (state <> 'published' or table_name is not null)
    );
    create unique index revision_published on revision (dataset_uid) where state = 'published';
    create index revision_unfinished on revision (id) where state in ('queued', 'running');
    create index revision_expiring on revision (dataset_uid, number desc) where state in ('superseded', 'failed');

    alter table dataset add constraint dataset_published_revision
      foreign key (uid, published_revision) references revision (dataset_uid, id);
  `,
}
