import type { CookieAttributes, Lifetime } from '../privacy/registry-entry.ts'
import type { DeclaredEntry } from './declaration.ts'
import type { Finding } from './finding.ts'
import type { ObservedCookie, Seen } from './observation.ts'

type CookieFinding = Pick<Finding, 'finding' | 'declared' | 'observed'>

/** Clocks and the way of an answer take their time. */
const TOLERANCE_SECONDS = 60

/** How a cookie differs from its entry: its attributes, its lifetime. */
export function cookieFindings(entry: DeclaredEntry, { cookie }: Seen): readonly CookieFinding[] {
  if (cookie === undefined) return []
  const findings: CookieFinding[] = []
  const differing = attributeDifferences(entry, cookie)
  if (differing.length > 0)
    findings.push({
      finding: 'wrong_attributes',
      declared: differing.map(({ name, declared }) => `${name}=${declared}`).join(' '),
      observed: differing.map(({ name, observed }) => `${name}=${observed}`).join(' '),
    })
  const longest = entry.lifetime === null ? Number.POSITIVE_INFINITY : longestSeconds(entry.lifetime)
  if (cookie.seconds !== null && cookie.seconds > longest + TOLERANCE_SECONDS)
    findings.push({
      finding: 'longer',
      declared: String(longest),
      observed: String(Math.round(cookie.seconds)),
    })
  return findings
}

/** Seconds that an entry may be kept; 0 when it ends with the browser. */
function longestSeconds(lifetime: Lifetime): number {
  switch (lifetime.type) {
    case 'fixed':
      return lifetime.seconds
    case 'session':
      return lifetime.keptSeconds ?? 0
    case 'until-cleared':
      return Number.POSITIVE_INFINITY
  }
}

interface AttributeDifference {
  readonly name: string
  readonly declared: string
  readonly observed: string
}

const ATTRIBUTES = [
  'httpOnly',
  'secure',
  'sameSite',
  'path',
  'partitioned',
] as const satisfies readonly (keyof CookieAttributes)[]

function attributeDifferences(
  { attributes, hosts }: DeclaredEntry,
  cookie: ObservedCookie,
): readonly AttributeDifference[] {
  if (attributes === null) return []
  const differing = ATTRIBUTES.filter(
    name => attributes[name] !== undefined && attributes[name] !== cookie[name],
  ).map(name => ({ name, declared: String(attributes[name]), observed: String(cookie[name] ?? '-') }))
  const isWide = hosts.includes('self') && cookie.domain.startsWith('.')
  return isWide ? [...differing, { name: 'domain', declared: '-', observed: cookie.domain }] : differing
}
