import type { Migration } from '../migrate.ts'

/**
 * What portals ask consent for, and the ledger of what came of it: one chain a portal, its row of `consent_chain` held
 * while a row is appended. Nothing in it tells one visitor from another (privacy.md §2.7).
 */
export const consent: Migration = {
  id: '0005-consent',
  sql: `
    create table consent_material (
      portal_id integer not null references portal,
      seq integer not null,
      config_version bigint not null,
      detail json not null,
      since timestamptz not null default now(),
      primary key (portal_id, seq)
    );

    create table consent_notice (
      portal_id integer not null references portal,
      hash text not null check (hash ~ '^[0-9a-f]{64}$'),
      language text not null,
      body text not null,
      primary key (portal_id, hash)
    );

    create table consent_chain (
      portal_id integer primary key references portal,
      base_seq bigint not null default 0,
      base_hash text not null default '',
      seq bigint not null default 0,
      hash text not null default ''
    );

    create table consent_ledger (
      portal_id integer not null references portal,
      seq bigint not null,
      previous_hash text not null,
      content_hash text not null,
      hash text not null,
      hour text not null check (hour ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}$'),
      receipt_hash text,
      content json,
      primary key (portal_id, seq)
    );
    create unique index consent_ledger_receipt on consent_ledger (portal_id, receipt_hash)
      where receipt_hash is not null;
    create index consent_ledger_hour on consent_ledger (hour);

    create table consent_head (
      portal_id integer not null references portal,
      day text not null,
      seq bigint not null,
      hash text not null,
      primary key (portal_id, day)
    );

    create table consent_refusal (
      portal_id integer not null references portal,
      day text not null,
      refusals bigint not null,
      primary key (portal_id, day)
    );
  `,
}
