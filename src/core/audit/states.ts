import type { DeclaredEntry } from './declaration.ts'
import type { ConsentPhase } from './observation.ts'
import type { ScriptName } from './plan.ts'

/** Which pages a state goes to: all that are known, one of each template, or lists of the plan. */
export type Tour = 'pages' | 'sample' | 'back' | 'errors' | 'embeds' | 'foreign' | 'api' | 'start'

/** What happens in a state, in order. A script of the plan may change what the visitor has said. */
export type Act =
  | { readonly tour: Tour }
  | { readonly script: ScriptName; readonly phase?: ConsentPhase; readonly optional?: true }
  /** The key of the API goes with every request from here on. */
  | { readonly key: true }

/** One state of privacy.md §3.4: a browser that knows nothing yet, and what is done with it. */
export interface AuditState {
  readonly letter: string
  readonly name: string
  /** Whether the browser says `Sec-GPC: 1`. */
  readonly gpc?: true
  /** What the visitor has said before anything is done. */
  readonly phase: ConsentPhase
  readonly acts: readonly Act[]
  /** Whether it waits on its first page. */
  readonly idles?: true
}

/** The states, as privacy.md §3.4 lists them. */
export const AUDIT_STATES: readonly AuditState[] = [
  { letter: 'a', name: 'first_visit', phase: 'none', idles: true, acts: [{ tour: 'pages' }] },
  {
    letter: 'b',
    name: 'reject',
    phase: 'none',
    acts: [{ tour: 'start' }, { script: 'reject', phase: 'refused' }, { tour: 'sample' }],
  },
  {
    letter: 'c',
    name: 'accept',
    phase: 'none',
    acts: [{ tour: 'start' }, { script: 'accept', phase: 'given' }, { tour: 'sample' }, { tour: 'embeds' }],
  },
  {
    letter: 'd',
    name: 'withdraw',
    phase: 'none',
    acts: [
      { tour: 'start' },
      { script: 'accept', phase: 'given' },
      { tour: 'sample' },
      { tour: 'embeds' },
      { script: 'withdraw', phase: 'withdrawn' },
      { tour: 'sample' },
      { tour: 'embeds' },
    ],
  },
  { letter: 'e', name: 'gpc', gpc: true, phase: 'refused', acts: [{ tour: 'sample' }, { tour: 'embeds' }] },
  {
    letter: 'f',
    name: 'language',
    phase: 'none',
    acts: [{ tour: 'start' }, { script: 'language' }, { tour: 'sample' }],
  },
  {
    letter: 'g',
    name: 'signed_in',
    phase: 'none',
    acts: [
      { script: 'signIn' },
      { tour: 'pages' },
      { tour: 'back' },
      { tour: 'api' },
      { script: 'signOut' },
      { tour: 'sample' },
    ],
  },
  {
    letter: 'h',
    name: 'placeholder',
    phase: 'none',
    acts: [
      { tour: 'embeds' },
      { script: 'loadOnce', phase: 'given' },
      { script: 'loadAlways', phase: 'given', optional: true },
      { tour: 'embeds' },
    ],
  },
  { letter: 'i', name: 'errors', phase: 'none', acts: [{ tour: 'errors' }] },
  { letter: 'j', name: 'embedded', phase: 'none', acts: [{ tour: 'foreign' }] },
  { letter: 'k', name: 'api', phase: 'none', acts: [{ tour: 'api' }, { key: true }, { tour: 'api' }] },
]

/** Letters of the states in which an entry shows itself by the ground it stands on (privacy.md §1.1, §3.4). */
const BY_EXEMPTION: Readonly<Record<string, readonly string[]>> = {
  authentication: ['g'],
  security: ['g'],
  'choice-record': ['b', 'c', 'd', 'h'],
  'requested-preference': ['f'],
}

/** Letters of the states that should show an entry: in one of those that were played it must be seen. */
export function statesOf({ consent, exemption, locations }: DeclaredEntry): readonly string[] {
  if (consent) return ['c', 'd', 'h']
  const byExemption = exemption === null ? undefined : BY_EXEMPTION[exemption]
  if (byExemption !== undefined) return byExemption
  if (locations.length > 0 && locations.every(location => location === 'back')) return ['g']
  return AUDIT_STATES.map(({ letter }) => letter)
}
