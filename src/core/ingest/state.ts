import type { RevisionState } from '../dataset/revision.ts'

/**
 * Where a revision may go from each state. `queued` and `running` may be entered again, so that a job
 * repeated after a crash starts over; `superseded → published` is the restoring of an older revision.
 */
export const REVISION_MOVES = {
  draft: ['queued', 'superseded'],
  queued: ['queued', 'running', 'failed', 'superseded'],
  running: ['queued', 'running', 'published', 'failed', 'superseded'],
  published: ['superseded'],
  failed: ['queued', 'superseded'],
  superseded: ['published'],
} as const satisfies Record<RevisionState, readonly RevisionState[]>

/** Whether a revision may go `from` a state `to` another. */
export const mayMove = (from: RevisionState, to: RevisionState): boolean =>
  (REVISION_MOVES[from] as readonly RevisionState[]).includes(to)

/** The states from which `to` may be entered. */
export const statesBefore = (to: RevisionState): readonly RevisionState[] =>
  (Object.keys(REVISION_MOVES) as RevisionState[]).filter(from => mayMove(from, to))
