import type { EmbedRule, Service, ServiceStorage } from './service.ts'
import type { OwnService, OwnStorage } from './service-settings.ts'

/** What may stand for `{reference}`: no query, no fragment, no step upwards. */
const REFERENCE = '(?!\\.{1,2}(?:/|$))(?!.*/\\.{1,2}(?:/|$))[\\w.~@,:!-][\\w.~@,:!/-]{0,199}'

/** A service as the portal's own settings declare it. */
export const ownService = (id: string, declared: OwnService): Service => ({
  id,
  name: declared.name,
  kind: declared.kind ?? 'other',
  mode: modeOf(declared),
  provider: declared.provider,
  purposes: declared.purposes ?? ['embed'],
  functionText: declared.function,
  purposeText: declared.purpose,
  disclosesText: declared.discloses,
  hosts: declared.hosts,
  storage: (declared.storage ?? []).map(ownStorage),
  recipients: declared.recipients ?? [],
  transfers: declared.transfers ?? [],
  embed: declared.frame === undefined ? null : ownEmbed(declared.frame, declared.page),
  since: 'portal',
  owner: 'portal',
})

/**
 * Only what is shown and stores nothing may be reached without a click; what counts people, remembers or advertises waits
 * for consent, whatever was declared of it (privacy.md §2.1).
 */
function modeOf({ mode = 'gate', purposes = ['embed'], storage = [] }: OwnService): Service['mode'] {
  return storage.length === 0 && purposes.every(purpose => purpose === 'embed') ? mode : 'gate'
}

const ownStorage = (stored: OwnStorage): ServiceStorage => ({
  kind: stored.kind,
  name: stored.name,
  purposeText: stored.purpose,
  valueText: stored.value,
  identifies: stored.identifies,
  lifetime:
    stored.seconds === null
      ? { type: 'until-cleared' }
      : stored.seconds === 0
        ? { type: 'session' }
        : { type: 'fixed', seconds: stored.seconds, renewed: false },
})

const ownEmbed = (frame: string, page = frame): EmbedRule => ({
  parts: { reference: REFERENCE },
  allow: ['fullscreen'],
  forms: [{ reference: '{reference}', frame, page, known: [page] }],
})
