import type { Migration } from '../migrate.ts'

/**
 * API keys, by the digest of the key; the rules of datasets. `key_version` is raised by every change of a portal's
 * keys, so that processes which remember them look again.
 */
export const keysAndRules: Migration = {
  id: '0003-keys-and-rules',
  sql: `
    alter table portal add column key_version bigint not null default 1;
    alter table dataset add column rules json not null default '{}';

    create table api_key (
      id integer generated always as identity primary key,
      portal_id integer not null references portal,
      digest text not null unique check (digest ~ '^[0-9a-f]{64}$'),
      hint text not null,
      name text not null,
      grants json not null,
      calls_per_day bigint check (calls_per_day >= 0),
      created_at timestamptz not null default now(),
      expires_at timestamptz,
      revoked_at timestamptz,
      last_used_on text check (last_used_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
    );
    create index api_key_portal on api_key (portal_id, id);

    create table api_key_use (
      key_id integer not null references api_key,
      day text not null,
      calls bigint not null,
      primary key (key_id, day)
    );
  `,
}
