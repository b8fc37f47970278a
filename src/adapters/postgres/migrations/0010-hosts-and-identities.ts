import type { Migration } from '../migrate.ts'

/**
 * Codes that take a session to another host of its portal (privacy.md I7), one a session; which session of an identity
 * provider a session began with, as SHA-256 of issuer and `sid`; identities that somebody took away again.
 */
export const hostsAndIdentities: Migration = {
  id: '0010-hosts-and-identities',
  sql: `
    create table host_move (
      session_id integer primary key references session on delete cascade,
      digest text not null unique check (digest ~ '^[0-9a-f]{64}$'),
      portal_id integer not null references portal,
      from_host text not null,
      to_host text not null,
      stage text not null check (stage in ('code', 'arrival')),
      expires_at timestamptz not null
    );
    create index host_move_expiry on host_move (expires_at);

    alter table session add column provider_session text check (provider_session ~ '^[0-9a-f]{64}$');
    create index session_provider on session (provider_session) where provider_session is not null;

    alter table external_identity add column unlinked_at timestamptz;
  `,
}
