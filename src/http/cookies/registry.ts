import type { RegistryEntry } from '../../core/privacy/registry-entry.ts'
import { csrfEntry } from './csrf-cookie.ts'
import type { EntryScope } from './entry-scope.ts'
import { languageEntry } from './language-cookie.ts'
import type { CookieId } from './order.ts'
import { preferencesEntry } from './preferences-cookie.ts'
import { sessionEntry } from './session-cookie.ts'

const ENTRIES = {
  session: sessionEntry,
  language: languageEntry,
  csrf: csrfEntry,
  preferences: preferencesEntry,
} as const satisfies Record<CookieId, (scope: EntryScope) => RegistryEntry>

/** The portal's own cookies by what they are, as this host sends them. */
export type OwnEntries = Readonly<Record<CookieId, RegistryEntry>>

export const ownEntries = (scope: EntryScope): OwnEntries => ({
  session: ENTRIES.session(scope),
  language: ENTRIES.language(scope),
  csrf: ENTRIES.csrf(scope),
  preferences: ENTRIES.preferences(scope),
})

/** Every entry that the code itself declares, in the order of the founding policies. */
export const codeEntries = (scope: EntryScope): readonly RegistryEntry[] => Object.values(ownEntries(scope))
