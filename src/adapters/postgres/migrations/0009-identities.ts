import type { Migration } from '../migrate.ts'

/** Who at which identity provider is who on a portal, and the logout tokens that were used lately. */
export const identities: Migration = {
  id: '0009-identities',
  sql: `
    create table external_identity (
      portal_id integer not null references portal,
      issuer text not null,
      subject text not null,
      user_id integer not null references portal_user on delete cascade,
      provider text not null,
      created_at timestamptz not null,
      primary key (portal_id, issuer, subject),
      unique (user_id, issuer)
    );

    create table logout_token (
      portal_id integer not null references portal,
      provider text not null,
      token text not null,
      expires_at timestamptz not null,
      primary key (portal_id, provider, token)
    );
    create index logout_token_expiry on logout_token (expires_at);
  `,
}
