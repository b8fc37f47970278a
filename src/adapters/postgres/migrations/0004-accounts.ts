import type { Migration } from '../migrate.ts'

/**
 * People of a portal, their sessions, one-time tokens and second factors (privacy.md §1.2). Nothing here opens anything
 * by itself: identifiers, tokens and recovery codes are kept as SHA-256, passwords as argon2id, one-time secrets
 * encrypted. `rights_epoch` is raised when somebody's rights change, `session_epoch` when all sessions are to end.
 */
export const accounts: Migration = {
  id: '0004-accounts',
  sql: `
    alter table portal add column session_epoch integer not null default 1;

    create table portal_user (
      id integer generated always as identity primary key,
      portal_id integer not null references portal,
      email text not null,
      email_folded text not null,
      name text not null,
      language text,
      state text not null check (state in ('unconfirmed', 'unapproved', 'active', 'suspended')),
      password text,
      roles json not null default '[]',
      session_epoch integer not null default 1,
      rights_epoch integer not null default 1,
      created_at timestamptz not null,
      signed_in_on text check (signed_in_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
      unique (portal_id, email_folded)
    );

    create table session (
      id integer generated always as identity primary key,
      hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
      portal_id integer not null references portal,
      host text not null,
      user_id integer references portal_user on delete cascade,
      auth_level smallint not null check (auth_level between 0 and 2),
      created_at timestamptz not null,
      authenticated_at timestamptz not null,
      renewed_at timestamptz not null,
      last_seen timestamptz not null,
      absolute_expiry timestamptz not null,
      idle_seconds integer not null check (idle_seconds > 0),
      epoch integer not null,
      portal_epoch integer not null,
      rights_epoch integer not null,
      grace_hash text check (grace_hash ~ '^[0-9a-f]{64}$'),
      grace_until timestamptz,
      label text not null,
      kept boolean not null,
      data json,
      check ((auth_level = 0) = (user_id is null)),
      check ((grace_hash is null) = (grace_until is null))
    );
    create unique index session_grace on session (grace_hash) where grace_hash is not null;
    create index session_of_user on session (user_id) where user_id is not null;
    create index session_expiry on session (absolute_expiry);

    create table account_token (
      digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
      portal_id integer not null references portal,
      kind text not null check (kind in ('confirm', 'change_email', 'reset', 'invitation', 'first_administrator')),
      user_id integer references portal_user on delete cascade,
      data json,
      expires_at timestamptz not null
    );
    create index account_token_user on account_token (user_id);
    create index account_token_expiry on account_token (expires_at);

    create table totp_factor (
      user_id integer primary key references portal_user on delete cascade,
      secret text not null,
      key_version integer not null,
      confirmed boolean not null default false,
      last_step bigint not null default 0,
      created_at timestamptz not null
    );

    create table recovery_code (
      user_id integer not null references portal_user on delete cascade,
      digest text not null check (digest ~ '^[0-9a-f]{64}$'),
      primary key (user_id, digest)
    );

    create table passkey (
      id integer generated always as identity primary key,
      user_id integer not null references portal_user on delete cascade,
      portal_id integer not null references portal,
      credential_id text not null,
      public_key text not null,
      counter bigint not null,
      transports json not null,
      host text not null,
      name text not null,
      created_at timestamptz not null,
      last_used_on text check (last_used_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
      unique (portal_id, credential_id)
    );
    create index passkey_user on passkey (user_id);

    alter table api_key add column user_id integer references portal_user on delete set null;
    create index api_key_user on api_key (user_id) where user_id is not null;
  `,
}
