import type { Migration } from '../migrate.ts'

/** How far running jobs are; rows live as long as a run, so they need no WAL. */
export const jobProgress: Migration = {
  id: '0002-job-progress',
  sql: `
    create unlogged table job_progress (
      job_id uuid primary key,
      step text not null,
      share double precision,
      reported_at timestamptz not null default now()
    );
  `,
}
