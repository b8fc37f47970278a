import type { HostMode, Lifetime, Location, Purpose, RegistryEntry } from '../registry-entry.ts'
import { canonicalJson } from './content-hash.ts'
import { attributesOf } from './entry-words.ts'
import { asksConsent, type PolicyFacts } from './facts.ts'

/** Members of an entry whose changes are told one by one. */
interface EntryMembers {
  readonly name: string
  readonly kind: RegistryEntry['kind']
  readonly provider: string
  readonly purposes: readonly Purpose[]
  readonly locations: readonly Location[]
  readonly lifetime: Lifetime
  readonly identifies: RegistryEntry['identifies']
  readonly attributes: string
  readonly hosts: readonly string[]
  readonly mode: HostMode | null
  readonly recipients: readonly string[]
  readonly transfers: readonly string[]
  readonly consent: boolean
}
export type EntryMember = keyof EntryMembers

/** Facts of the portal itself whose changes are told. */
interface PortalMembers {
  readonly origin: string
  readonly aliases: readonly string[]
  readonly platform: string
  readonly controller: string
  readonly statistics: 'anonymous' | 'external' | null
  readonly languages: readonly string[]
}
export type PortalMember = keyof PortalMembers

/** A value before or after, as data: each language says it in its own words. */
export type ChangedValue = string | boolean | null | readonly string[] | Lifetime

/** One difference between two versions of a policy, kept with the later one (privacy.md §3.2). */
export type PolicyChange =
  | { readonly what: 'first' | 'wording' }
  | { readonly what: 'added' | 'removed' | 'reworded'; readonly entry: string }
  | {
      readonly what: 'changed'
      readonly entry: string
      readonly member: EntryMember
      readonly from: ChangedValue
      readonly to: ChangedValue
    }
  | {
      readonly what: 'portal'
      readonly member: PortalMember
      readonly from: ChangedValue
      readonly to: ChangedValue
    }

/** What is new in `after`; its texts alone changed where nothing else did. Null stands for no version before. */
export function policyChanges(before: PolicyFacts | null, after: PolicyFacts): readonly PolicyChange[] {
  if (before === null) return [{ what: 'first' }]
  const old = new Map(before.entries.map(entry => [entry.id, entry]))
  const now = new Set(after.entries.map(({ id }) => id))
  const changes: readonly PolicyChange[] = [
    ...portalChanges(before, after),
    ...after.entries.flatMap(entry => {
      const former = old.get(entry.id)
      return former === undefined
        ? [{ what: 'added' as const, entry: entry.id }]
        : entryChanges([former, before], [entry, after])
    }),
    ...before.entries.flatMap(({ id }) => (now.has(id) ? [] : [{ what: 'removed' as const, entry: id }])),
  ]
  return changes.length === 0 ? [{ what: 'wording' }] : changes
}

const memberNames = <T extends object>(members: T): readonly (keyof T & string)[] =>
  Object.keys(members).filter((name): name is keyof T & string => name in members)

const differ = (a: unknown, b: unknown): boolean => canonicalJson(a) !== canonicalJson(b)

type Owned = readonly [entry: RegistryEntry, facts: PolicyFacts]

function entryChanges([former, before]: Owned, [entry, after]: Owned): readonly PolicyChange[] {
  const [from, to] = [membersOf(former, before), membersOf(entry, after)]
  const changed = memberNames(to)
    .filter(member => differ(from[member], to[member]))
    .map(member => ({
      what: 'changed' as const,
      entry: entry.id,
      member,
      from: from[member],
      to: to[member],
    }))
  return changed.length === 0 && differ(textsOf(former), textsOf(entry))
    ? [{ what: 'reworded', entry: entry.id }]
    : changed
}

const membersOf = (entry: RegistryEntry, facts: PolicyFacts): EntryMembers => ({
  name: entry.name,
  kind: entry.kind,
  provider: entry.provider.name,
  purposes: entry.purposes,
  locations: entry.locations,
  lifetime: entry.lifetime,
  identifies: entry.identifies,
  attributes: attributesOf(entry),
  hosts: entry.hosts,
  mode: entry.mode ?? null,
  recipients: entry.recipients,
  transfers: entry.transfers,
  consent: asksConsent(entry, facts),
})

const textsOf = ({ functionText, purposeText, setWhen, valueText }: RegistryEntry) => [
  functionText,
  purposeText,
  setWhen,
  valueText,
]

function portalChanges(before: PolicyFacts, after: PolicyFacts): readonly PolicyChange[] {
  const [from, to] = [portalMembers(before), portalMembers(after)]
  return memberNames(to)
    .filter(member => differ(from[member], to[member]))
    .map(member => ({ what: 'portal' as const, member, from: from[member], to: to[member] }))
}

const portalMembers = ({
  origin,
  aliases,
  provider,
  controller,
  measurement,
  languages,
}: PolicyFacts): PortalMembers => ({
  ...{ origin, aliases, languages },
  platform: provider,
  controller: controller.name,
  statistics:
    measurement === null ? null : measurement.anonymous && measurement.firstParty ? 'anonymous' : 'external',
})

/** Members of an entry of which more is a widening (privacy.md §2.4). */
const WIDENING: ReadonlySet<EntryMember> = new Set(['purposes', 'hosts', 'recipients', 'transfers'])

/** Whether the policy allows more after a change than before: owners hear of these (privacy.md §2.4, §3.2). */
export function widens(change: PolicyChange): boolean {
  if (change.what === 'added') return true
  if (change.what === 'portal') return change.member === 'statistics' && change.to !== null
  if (change.what !== 'changed') return false
  const { member, from, to } = change
  if (member === 'lifetime') return isLifetime(from) && isLifetime(to) && secondsOf(to) > secondsOf(from)
  if (member === 'identifies') return IDENTIFYING.indexOf(String(to)) > IDENTIFYING.indexOf(String(from))
  if (member === 'mode') return OPENNESS.indexOf(String(to)) > OPENNESS.indexOf(String(from))
  if (member === 'consent') return to === true
  return WIDENING.has(member) && isList(from) && isList(to) && to.some(item => !from.includes(item))
}

const IDENTIFYING = ['nobody', 'browser', 'account']
const OPENNESS = ['proxy', 'gate', 'open']

export const isList = (value: ChangedValue): value is readonly string[] => Array.isArray(value)

export const isLifetime = (value: ChangedValue): value is Lifetime =>
  typeof value === 'object' && value !== null && 'type' in value

/** Longest that a thing stays; that of a session is nothing, unless it may be kept. */
function secondsOf(lifetime: Lifetime): number {
  switch (lifetime.type) {
    case 'session':
      return lifetime.keptSeconds ?? 0
    case 'fixed':
      return lifetime.seconds
    case 'until-cleared':
      return Number.POSITIVE_INFINITY
  }
}
