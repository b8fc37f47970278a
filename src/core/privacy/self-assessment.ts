import { needsConsent, type RegistryEntry } from './registry-entry.ts'

/** Criteria of audience measurement without consent, in their order (privacy.md §4.1). */
export const CRITERIA = [
  ...(['R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8'] as const),
  ...(['R9', 'R10', 'R11', 'R12', 'R13', 'R14', 'R15', 'R16'] as const),
] as const
export type CriterionId = (typeof CRITERIA)[number]

/** `unused`: there is nothing yet that it could be about. */
export type CriterionVerdict = 'holds' | 'unused' | 'fails'

/** One criterion of a portal, with the setting that decides it. */
export interface AssessedCriterion {
  /** `R1` to `R16`, or the identifier of an entry. */
  readonly id: string
  readonly verdict: CriterionVerdict
  /** Live setting: what is switched on, or how the entry is sent. */
  readonly setting: string
  /** Vectors whose tests cover it (docs/privacy-vectors.md). */
  readonly tests: readonly string[]
}

/** What a portal could show to an authority today. */
export interface SelfAssessment {
  readonly portal: string
  readonly host: string
  readonly consentRequired: boolean
  readonly statistics: 'none' | 'external'
  readonly criteria: readonly AssessedCriterion[]
}

interface Assessed {
  readonly portal: string
  readonly host: string
  /** Everything that the portal may leave or contact, with what its services add. */
  readonly entries: readonly RegistryEntry[]
}

/** What a criterion is about while Vitrine itself counts nothing; of the others there is nothing that could break them. */
const TESTS: Readonly<Partial<Record<CriterionId, readonly string[]>>> = {
  R2: ['P01', 'G1'],
  R3: ['T13'],
  R4: ['G1', 'P40'],
  R6: ['G1', 'P01'],
  R7: ['P12'],
  R8: ['S26'],
  R11: ['P02'],
  R12: ['P32', 'B15'],
  R16: ['P17'],
}

/** What an external service of statistics breaks: it is somebody else's, and nothing of it can be proved from here. */
const BROKEN_OUTSIDE: readonly CriterionId[] = ['R2', 'R3', 'R4', 'R6', 'R8', 'R16']

const COOKIE_TESTS: Readonly<Record<string, readonly string[]>> = {
  session: ['S22', 'G1'],
  csrf: ['C48', 'G1'],
  language: ['L18', 'L19'],
  preferences: ['P31', 'P32'],
}

/** Looks at a portal by what is declared and switched on; what an owner believes is not asked (privacy.md §4.1, R16). */
export function assess({ portal, host, entries }: Assessed): SelfAssessment {
  const external = entries.filter(
    ({ purposes, party }) => party === 'third' && purposes.includes('statistics'),
  )
  const services = [...new Set(external.map(({ id }) => id.split('.').slice(0, 2).join('.')))]
  const setting = services.length === 0 ? 'statistics: none' : `statistics: ${services.join(', ')}`
  const criteria = CRITERIA.map(id => ({
    ...{ id, setting, tests: TESTS[id] ?? [] },
    verdict: verdictOf(id, services.length > 0),
  }))
  const own = entries.filter(({ party }) => party === 'first')
  return {
    ...{ portal, host, statistics: services.length === 0 ? 'none' : 'external' },
    consentRequired: entries.some(entry => needsConsent(entry)),
    criteria: [...criteria, ...own.map(assessEntry)],
  }
}

function verdictOf(id: CriterionId, isExternal: boolean): CriterionVerdict {
  if (isExternal && BROKEN_OUTSIDE.includes(id)) return 'fails'
  return TESTS[id] === undefined ? 'unused' : 'holds'
}

function assessEntry(entry: RegistryEntry): AssessedCriterion {
  const { id, name, attrs, lifetime, exemption } = entry
  const seconds = lifetime.type === 'fixed' ? `Max-Age=${lifetime.seconds}` : lifetime.type
  const sent =
    attrs === undefined
      ? []
      : [attrs.httpOnly ? 'HttpOnly' : '', attrs.secure ? 'Secure' : '', `SameSite=${attrs.sameSite}`]
  return {
    id,
    verdict: exemption === undefined || needsConsent(entry) ? 'fails' : 'holds',
    setting: [name, exemption ?? '', seconds, ...sent].filter(part => part !== '').join('; '),
    tests: COOKIE_TESTS[id] ?? [],
  }
}

/** Whether every criterion holds, or is about nothing. */
export const isExempt = ({ criteria }: SelfAssessment): boolean =>
  criteria.every(({ verdict }) => verdict !== 'fails')
