import type { Migration } from '../migrate.ts'

/**
 * Versions of what portals publish about themselves, and their documents in each language. Rows are only ever added:
 * the rules say so to every other hand (privacy.md §3.2, P49).
 */
export const policy: Migration = {
  id: '0006-policy',
  sql: `
    create table statement_version (
      id integer generated always as identity primary key,
      portal_id integer not null references portal,
      statement text not null check (statement in ('cookies', 'legal', 'privacy', 'accessibility')),
      number integer not null check (number > 0),
      name text not null check (name ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[.][1-9][0-9]*$'),
      published_at timestamptz not null,
      hash text not null check (hash ~ '^[0-9a-f]{64}$'),
      facts json not null,
      changes json not null,
      unique (portal_id, statement, number),
      unique (portal_id, statement, name)
    );

    create table statement_document (
      version_id integer not null references statement_version,
      language text not null,
      document text not null,
      primary key (version_id, language)
    );

    create function refuse_change() returns trigger language plpgsql as
      'begin raise exception ''what was published never changes''; end';
    create trigger statement_version_stays before update or delete on statement_version
      for each statement execute function refuse_change();
    create trigger statement_document_stays before update or delete on statement_document
      for each statement execute function refuse_change();
  `,
}
