import { cookieFindings } from './compare-cookie.ts'
import { type Declaration, type DeclaredEntry, isCookieHostOf, isHostOf, isNamed } from './declaration.ts'
import { FINDING_KINDS, type Finding, type FindingKind } from './finding.ts'
import type { Observation } from './observation.ts'
import { statesOf } from './states.ts'

/** What a comparison says. */
export interface Comparison {
  /** The gravest first. */
  readonly findings: readonly Finding[]
  /** Every declared entry with the states that it was seen in. */
  readonly entries: readonly SeenEntry[]
}

export interface SeenEntry {
  readonly id: string
  /** Letters. */
  readonly states: readonly string[]
  /** Whether no state was played that should show it, so that nothing is known of it. */
  readonly unexercised: boolean
}

/** An observation with its entry: of the right host, of another one, or none. */
type Match = { readonly how: 'own' | 'elsewhere'; readonly entry: DeclaredEntry } | { readonly how: 'nobody' }

/**
 * Compares both ways (privacy.md §3.4): what was seen with what is declared, and what is declared with what was seen.
 * `played` are the letters of the states that were gone through.
 */
export function compare(
  declaration: Declaration,
  observations: readonly Observation[],
  played: readonly string[],
): Comparison {
  const findings = new Map<string, Finding>()
  const seen = new Map<string, Set<string>>()
  for (const observation of observations) {
    if (observation.kind === 'request' && declaration.selves.includes(observation.host)) continue
    const match = matchOf(declaration, observation)
    if (match.how !== 'nobody') noteSeen(seen, match.entry.id, observation.state)
    for (const finding of findingsOf(match, observation)) addFinding(findings, finding)
  }
  const entries = seenEntries(declaration, seen, played)
  const order = (finding: Finding): number => FINDING_KINDS.indexOf(finding.finding)
  const all = [...findings.values(), ...staleOf(declaration, entries)]
  return { findings: all.sort((one, other) => order(one) - order(other)), entries }
}

function matchOf({ entries, selves }: Declaration, observation: Observation): Match {
  if (observation.kind === 'request') {
    const contacted = entries.filter(entry => isHostOf(observation.host, entry, []))
    const entry = contacted.find(({ kind }) => kind === 'request') ?? contacted[0]
    return entry === undefined ? { how: 'nobody' } : { how: 'own', entry }
  }
  const named = entries.filter(
    ({ kind, name }) => kind === observation.kind && isNamed(observation.name, name),
  )
  const isOwn = (entry: DeclaredEntry): boolean =>
    observation.cookie === undefined
      ? isHostOf(observation.host, entry, selves)
      : isCookieHostOf(observation.cookie.domain, entry, selves)
  const entry = named.find(isOwn)
  if (entry !== undefined) return { how: 'own', entry }
  const [other] = named
  return other === undefined ? { how: 'nobody' } : { how: 'elsewhere', entry: other }
}

function noteSeen(seen: Map<string, Set<string>>, id: string, state: string): void {
  const states = seen.get(id) ?? new Set()
  seen.set(id, states.add(state))
}

function findingsOf(match: Match, observation: Observation): readonly Finding[] {
  if (match.how === 'nobody') return [found('undeclared', null, observation)]
  const { entry } = match
  const early = consentFinding(entry, observation)
  const timely = early === null ? [] : [found(early, entry, observation)]
  if (match.how === 'elsewhere')
    return [
      ...timely,
      {
        ...found('wrong_host', entry, observation),
        declared: entry.hosts.join(' '),
        observed: hostOf(observation),
      },
    ]
  const ofCookie = cookieFindings(entry, observation).map(({ finding, declared, observed }) => ({
    ...found(finding, entry, observation),
    declared,
    observed,
  }))
  return [...timely, ...ofCookie]
}

const hostOf = ({ cookie, host }: Observation): string => cookie?.domain ?? host

/** What the visitor's word makes of it: seen before or against it, or after it was taken back. */
function consentFinding(entry: DeclaredEntry, { phase, kept, kind }: Observation): FindingKind | null {
  if (!entry.consent || phase === 'given') return null
  if (phase !== 'withdrawn') return 'premature'
  // what somebody else's host has stored, nobody but they can take away; that they are contacted again is seen
  const isTheirs = !entry.hosts.includes('self')
  return isTheirs && kept && kind !== 'request' ? null : 'sticky'
}

const found = (finding: FindingKind, entry: DeclaredEntry | null, observation: Observation): Finding => ({
  finding,
  entry: entry?.id ?? null,
  kind: observation.kind,
  name: observation.kind === 'request' ? observation.host : observation.name,
  host: hostOf(observation),
  states: [observation.state],
  route: observation.route,
  initiator: observation.initiator,
  declared: null,
  observed: null,
})

/** The same difference in several places is one, told where it was seen first, with who did it as soon as that is known. */
function addFinding(findings: Map<string, Finding>, finding: Finding): void {
  const { finding: kind, entry, name, host, declared } = finding
  // what is asked for and what the browser makes of it are told once
  const observed = kind === 'longer' ? null : finding.observed
  const key = JSON.stringify([kind, entry, finding.kind, name, host.replace(/^\./, ''), declared, observed])
  const before = findings.get(key)
  if (before === undefined) {
    findings.set(key, finding)
    return
  }
  const states = [...new Set([...before.states, ...finding.states])]
  findings.set(key, { ...before, states, initiator: before.initiator ?? finding.initiator })
}

function seenEntries(
  { entries }: Declaration,
  seen: ReadonlyMap<string, ReadonlySet<string>>,
  played: readonly string[],
): readonly SeenEntry[] {
  const ids = [...new Set(entries.map(({ id }) => id))]
  return ids.map(id => {
    const states = [...(seen.get(id) ?? [])]
    const should = entries.filter(entry => entry.id === id).flatMap(statesOf)
    return { id, states, unexercised: states.length === 0 && !should.some(state => played.includes(state)) }
  })
}

function staleOf({ entries }: Declaration, seen: readonly SeenEntry[]): readonly Finding[] {
  return seen
    .filter(({ states, unexercised }) => states.length === 0 && !unexercised)
    .flatMap(({ id }) => entries.find(entry => entry.id === id) ?? [])
    .map(({ id, kind, name, hosts }) => ({
      ...{ finding: 'stale', entry: id, kind, name, host: hosts.join(' '), states: [] },
      ...{ route: null, initiator: null, declared: null, observed: null },
    }))
}
