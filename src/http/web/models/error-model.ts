import type { NamedLink } from './text.ts'

/** A page that could not be given. */
export interface ErrorModel {
  readonly status: number
  /** Says better than the status what happened; left out where there is nothing better. */
  readonly title?: string
  /** What happened in a sentence, when there is more to say than the status. */
  readonly message: string | null
  /** Address of whoever can give access. */
  readonly contact: string | null
  readonly requestId: string | null
  /** Words of what was asked for, to search by. */
  readonly search: string
  /** Where the thing is now. */
  readonly moved: NamedLink | null
}
