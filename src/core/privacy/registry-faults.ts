import { isMessageKey } from '../i18n/translate.ts'
import { type EntryText, needsConsent, type RegistryEntry } from './registry-entry.ts'

/** What is wrong with an entry that the code declares. */
export type RegistryFault =
  | 'id_taken'
  | 'name_taken'
  | 'text_unknown'
  | 'no_ground'
  | 'ground_without_need'
  | 'no_purpose'
  | 'too_long'
  | 'no_attributes'
  | 'other_site'
  | 'owner_unknown'

/** Longest that anything of our own may stay: 180 days (privacy.md G5, P15). */
const MOST_SECONDS = 180 * 86_400

interface Known {
  /** Whether a key of the catalogues is there in every language. */
  readonly isSaid: (key: string) => boolean
  /** Whether a file of the sources declares an entry of this identifier. */
  readonly declares: (file: string, id: string) => boolean
}

/**
 * Faults of the entries that the code itself declares, by entry; none in what is built (privacy.md §3.1, P13 to P16). What
 * a portal adds is checked where its configuration is read.
 */
export function registryFaults(
  entries: readonly RegistryEntry[],
  known: Known,
): readonly { readonly id: string; readonly fault: RegistryFault }[] {
  const others = (entry: RegistryEntry): readonly RegistryEntry[] => entries.filter(other => other !== entry)
  const checks: readonly (readonly [RegistryFault, (entry: RegistryEntry) => boolean])[] = [
    ['id_taken', entry => others(entry).some(({ id }) => id === entry.id)],
    [
      'name_taken',
      entry => others(entry).some(({ kind, name }) => kind === entry.kind && name === entry.name),
    ],
    ['text_unknown', entry => textsOf(entry).some(text => !isOwnText(text, known))],
    ['no_purpose', ({ purposes }) => purposes.length === 0],
    ['no_ground', ({ purposes, exemption }) => purposes.includes('necessary') && exemption === undefined],
    ['ground_without_need', entry => entry.exemption !== undefined && needsConsent(entry)],
    ['too_long', isTooLong],
    ['no_attributes', ({ kind, attrs }) => (kind === 'cookie') !== (attrs !== undefined)],
    ['other_site', ({ party, hosts }) => (party === 'first') !== hosts.every(host => host === 'self')],
    ['owner_unknown', ({ owner, id }) => !known.declares(owner, id)],
  ]
  return entries.flatMap(entry =>
    checks.flatMap(([fault, isFaulty]) => (isFaulty(entry) ? [{ id: entry.id, fault }] : [])),
  )
}

const textsOf = ({ functionText, purposeText, setWhen, valueText }: RegistryEntry): readonly EntryText[] => [
  functionText,
  purposeText,
  setWhen,
  valueText,
]

const isOwnText = (text: EntryText, { isSaid }: Known): boolean =>
  typeof text === 'string' && isMessageKey(text) && isSaid(text)

function isTooLong({ party, lifetime }: RegistryEntry): boolean {
  if (party !== 'first') return false
  if (lifetime.type === 'until-cleared') return true
  const seconds = lifetime.type === 'fixed' ? lifetime.seconds : (lifetime.keptSeconds ?? 0)
  return seconds > MOST_SECONDS
}
