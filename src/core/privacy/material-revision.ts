import { createHash } from 'node:crypto'
import type { Grant } from './consent-value.ts'
import {
  type Lifetime,
  needsConsent,
  type Purpose,
  type RegistryEntry,
  type StorageKind,
} from './registry-entry.ts'
import { grantOf, type Service } from './services/service.ts'
import { entriesOf, serviceNeedsConsent } from './services/service-entries.ts'

/** What a visitor's decision depends on, of one entry (privacy.md §2.4); lists are sorted. */
export interface MaterialEntry {
  readonly id: string
  readonly purposes: readonly Purpose[]
  readonly party: RegistryEntry['party']
  readonly recipients: readonly string[]
  readonly countries: readonly string[]
  /** Seconds; 0 until the browser is closed, null without an end. */
  readonly lifetime: number | null
  readonly storage: StorageKind
  readonly hosts: readonly string[]
}

/** What needs consent on a portal, by what a decision has to hold. No text is in it: a text may change freely. */
export type Material = Readonly<Partial<Record<Grant, readonly MaterialEntry[]>>>

/** Something that reaches further than before. */
export interface Widening {
  readonly grant: Grant
  readonly entry: string
  readonly what:
    | 'entry'
    | 'purposes'
    | 'party'
    | 'recipients'
    | 'countries'
    | 'hosts'
    | 'storage'
    | 'lifetime'
  /** What came: identifiers, names, hosts; of a lifetime, both in seconds. */
  readonly from?: number | null
  readonly to?: number | null
  readonly added?: readonly string[]
}

/** What needs consent among a portal's services. */
export function materialOf(services: readonly Service[]): Material {
  const material: Partial<Record<Grant, readonly MaterialEntry[]>> = {}
  for (const service of services.filter(serviceNeedsConsent)) {
    const grant = grantOf(service)
    const entries = entriesOf([service])
      .filter(entry => needsConsent(entry))
      .map(materialEntry)
    material[grant] = [...(material[grant] ?? []), ...entries].sort((a, b) => (a.id < b.id ? -1 : 1))
  }
  return material
}

const sorted = <T extends string>(words: readonly T[]): readonly T[] => [...new Set(words)].sort()

const materialEntry = (entry: RegistryEntry): MaterialEntry => ({
  id: entry.id,
  purposes: sorted(entry.purposes),
  party: entry.party,
  recipients: sorted([entry.provider.name, ...entry.recipients]),
  countries: sorted([entry.provider.country, ...entry.transfers]),
  lifetime: secondsOf(entry.lifetime),
  storage: entry.kind,
  hosts: sorted(entry.hosts),
})

function secondsOf(lifetime: Lifetime): number | null {
  if (lifetime.type === 'until-cleared') return null
  return lifetime.type === 'fixed' ? lifetime.seconds : (lifetime.keptSeconds ?? 0)
}

/** One text for one material: members in the order of their names, no white space. */
export const canonicalMaterial = (material: Material): string => canonicalJson(material)

/** SHA-256 of the canonical text, lower-case hex. */
export const materialHash = (material: Material): string =>
  createHash('sha256').update(canonicalMaterial(material)).digest('hex')

/** JSON with the members of every object in the order of their names. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}

const grantsOf = (material: Material): readonly Grant[] =>
  Object.keys(material).filter((name): name is Grant => Object.hasOwn(material, name))

/** What reaches further than before; empty when nothing does, whatever was taken away or worded otherwise. */
export const wideningsOf = (before: Material, after: Material): readonly Widening[] =>
  grantsOf(after).flatMap(grant => {
    const known = new Map((before[grant] ?? []).map(entry => [entry.id, entry]))
    return (after[grant] ?? []).flatMap((entry): readonly Widening[] => {
      const old = known.get(entry.id)
      return old === undefined
        ? [{ grant, entry: entry.id, what: 'entry', added: [entry.id] }]
        : entryWidenings(old, entry).map(widening => ({ grant, entry: entry.id, ...widening }))
    })
  })

const LISTS = ['purposes', 'recipients', 'countries', 'hosts'] as const

function entryWidenings(
  before: MaterialEntry,
  after: MaterialEntry,
): readonly Omit<Widening, 'grant' | 'entry'>[] {
  const found: Omit<Widening, 'grant' | 'entry'>[] = []
  for (const what of LISTS) {
    const old: readonly string[] = before[what]
    const added = after[what].filter(word => !old.includes(word))
    if (added.length > 0) found.push({ what, added })
  }
  if (before.party === 'first' && after.party === 'third') found.push({ what: 'party', added: ['third'] })
  if (before.storage !== after.storage) found.push({ what: 'storage', added: [after.storage] })
  if ((after.lifetime ?? Infinity) > (before.lifetime ?? Infinity))
    found.push({ what: 'lifetime', from: before.lifetime, to: after.lifetime })
  return found
}

/** What a portal has on offer, and what became of it. */
export interface MaterialRevision {
  /** Rises with every widening; 0 before anything needed consent. */
  readonly revision: number
  readonly material: Material
  /** Revision at which each grant was widened last: a decision of an earlier one says nothing of it. */
  readonly widenedAt: Readonly<Partial<Record<Grant, number>>>
  /** What was widened when the revision rose last. */
  readonly widenings: readonly Widening[]
}

/** Before anything needed consent. */
export const NO_MATERIAL: MaterialRevision = { revision: 0, material: {}, widenedAt: {}, widenings: [] }

/**
 * What follows when a portal's material becomes `material`: the same when nothing material changed, the same revision when
 * it was narrowed, the next one when it was widened (privacy.md §2.4).
 */
export function nextMaterial(before: MaterialRevision, material: Material): MaterialRevision {
  if (canonicalMaterial(before.material) === canonicalMaterial(material)) return before
  const widenings = wideningsOf(before.material, material)
  const kept = grantsOf(material).filter(grant => before.widenedAt[grant] !== undefined)
  const widenedAt: Partial<Record<Grant, number>> = {}
  for (const grant of kept) widenedAt[grant] = before.widenedAt[grant] ?? before.revision
  if (widenings.length === 0) return { ...before, material, widenedAt }
  const revision = before.revision + 1
  for (const { grant } of widenings) widenedAt[grant] = revision
  return { revision, material, widenedAt, widenings }
}
