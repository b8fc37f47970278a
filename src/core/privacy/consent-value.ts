import { createHmac, timingSafeEqual } from 'node:crypto'

/** How a decision came about: accepting all, refusing all, a choice of one's own, a button in an embed's place. */
export type ConsentVia = 'accept' | 'reject' | 'custom' | 'placeholder'

/** What may be allowed: statistics, or an embedded (`e:`) or remembered (`c:`) service by its identifier. */
export type Grant = 's' | `e:${string}` | `c:${string}`

/** A visitor's decision; the same decision in the same week is the same for everyone (privacy.md §2.5). */
export interface ConsentDecision {
  /** Material revision of the policy that was on offer. */
  readonly revision: number
  /** Full weeks since 2020-01-01 UTC. */
  readonly week: number
  readonly grants: readonly Grant[]
  readonly via: ConsentVia
  /** The visitor asked not to be counted in anonymous statistics. */
  readonly uncounted: boolean
}

/** Whose decisions these are: a decision of another host or portal is none. */
export interface ConsentScope {
  readonly key: Uint8Array
  readonly host: string
}

/** Seconds that a decision is kept: 180 days (privacy.md B10). */
export const CONSENT_SECONDS = 180 * 86_400
/** Weeks after which a decision has lapsed whatever the cookie's own lifetime says. */
const LONGEST_WEEKS = 26

const EPOCH_MS = Date.UTC(2020, 0, 1)
const WEEK_MS = 7 * 86_400_000

/** Full weeks from 2020-01-01 UTC to an instant in Unix milliseconds. */
export const consentWeek = (now: number): number => Math.floor((now - EPOCH_MS) / WEEK_MS)

/** First day of a week, `2026-11-18`. */
export const consentWeekStart = (week: number): string =>
  new Date(EPOCH_MS + week * WEEK_MS).toISOString().slice(0, 10)

const VIA = { accept: 'a', reject: 'r', custom: 'c', placeholder: 'p' } as const satisfies Record<
  ConsentVia,
  string
>
const VIAS = new Map<string, ConsentVia>([
  ['a', 'accept'],
  ['r', 'reject'],
  ['c', 'custom'],
  ['p', 'placeholder'],
])

const GRANT = /^(?:s|[ec]:[a-z0-9-]{1,20})$/
const isGrant = (text: string): text is Grant => GRANT.test(text)

const MAC_BYTES = 8

const macOf = ({ key, host }: ConsentScope, signed: string): Buffer =>
  createHmac('sha256', key).update(`consent/1\n${host}\n${signed}`).digest().subarray(0, MAC_BYTES)

/** The value of the preferences cookie (privacy.md §2.5). */
export function consentValue(scope: ConsentScope, decision: ConsentDecision): string {
  const grants = decision.grants.length === 0 ? '0' : [...decision.grants].sort().join('_')
  const flags = `${VIA[decision.via]}${decision.uncounted ? 'x' : ''}`
  const signed = `1.${decision.revision.toString(36)}.${decision.week.toString(36)}.${grants}.${flags}`
  return `${signed}.${macOf(scope, signed).toString('base64url')}`
}

/** Room for every service that a portal may have, at once; a cookie holds 4096 bytes. */
const VALUE = /^(1\.([0-9a-z]{1,6})\.([0-9a-z]{1,4})\.([a-z0-9:_-]{1,3000})\.([acpr])(x?))\.([\w-]{11})$/

/**
 * Reads a value of the preferences cookie; null, which is no decision, for everything that this host did not
 * sign, that is older than 26 weeks or from the future, or of another version (privacy.md §2.5, P27–P30).
 */
export function readConsent(scope: ConsentScope, value: string, now: number): ConsentDecision | null {
  const [, signed, revision, week, grants, via, uncounted, mac] = VALUE.exec(value) ?? []
  if (signed === undefined || mac === undefined) return null
  const said = Buffer.from(mac, 'base64url')
  if (said.byteLength !== MAC_BYTES || !timingSafeEqual(said, macOf(scope, signed))) return null
  const age = consentWeek(now) - Number.parseInt(week ?? '', 36)
  const items = grants === '0' ? [] : (grants ?? '').split('_')
  const known = VIAS.get(via ?? '')
  if (age < 0 || age > LONGEST_WEEKS || known === undefined || !items.every(isGrant)) return null
  return {
    revision: Number.parseInt(revision ?? '', 36),
    week: Number.parseInt(week ?? '', 36),
    grants: items,
    via: known,
    uncounted: uncounted === 'x',
  }
}
