import type { ErrorKind } from '../core/errors.ts'

/** What the command line ends with; each is explained by the sentence `cli.exit.<name>`. */
export const EXIT_CODES = { done: 0, failed: 1, usage: 2, missing: 3, refused: 4, unavailable: 5 } as const

export type ExitName = keyof typeof EXIT_CODES

/** The ending of a fault that left a command. */
export const EXIT_OF_KIND = {
  invalid: 'refused',
  signed_out: 'refused',
  forbidden: 'refused',
  misdirected: 'refused',
  unsupported: 'refused',
  missing: 'missing',
  not_allowed: 'refused',
  gone: 'missing',
  conflict: 'refused',
  too_large: 'refused',
  busy: 'unavailable',
  too_many: 'unavailable',
  unavailable: 'unavailable',
  bug: 'failed',
} as const satisfies Record<ErrorKind, ExitName>
