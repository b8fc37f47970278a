import type { Migration } from '../migrate.ts'

/**
 * Groups of a portal's people: what their members may do beside their own roles. `provider` names the identity provider
 * that put somebody in a group, and may take them out again; null for who was put in by hand.
 */
export const groups: Migration = {
  id: '0007-groups',
  sql: `
    create table user_group (
      id integer generated always as identity primary key,
      portal_id integer not null references portal,
      slug text not null,
      name json not null,
      roles json not null default '[]',
      grants json not null default '[]',
      created_at timestamptz not null,
      unique (portal_id, slug)
    );

    create table group_member (
      group_id integer not null references user_group on delete cascade,
      user_id integer not null references portal_user on delete cascade,
      provider text,
      primary key (group_id, user_id)
    );
    create index group_member_user on group_member (user_id);
  `,
}
