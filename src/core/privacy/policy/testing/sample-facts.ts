import type { PortalConfig } from '../../../portal/portal.ts'
import type { RegistryEntry } from '../../registry-entry.ts'
import { type PolicyFacts, policyFacts } from '../facts.ts'

export const SAMPLE_PORTAL: PortalConfig = {
  slug: 'exville',
  hosts: ['data.example.org', 'donnees.example.org'],
  title: { en: 'Exville Open Data', fr: 'Exville, données ouvertes' },
  description: { en: 'Data of Exville' },
  languages: ['en', 'fr', 'ar'],
  brand: '#0b5d5e',
  legal: {
    name: 'City of Exville',
    address: '1 Town Hall Square, 10000 Exville',
    email: 'opendata@example.org',
    country: 'FR',
  },
}

const DAY = 86_400

const own = (id: string, name: string, more: Partial<RegistryEntry>): RegistryEntry => ({
  id,
  kind: 'cookie',
  name,
  hosts: ['self'],
  provider: { name: 'Vitrine Hosting', country: 'BE' },
  party: 'first',
  purposes: ['necessary'],
  exemption: 'authentication',
  functionText: { en: `Function of ${name}` },
  locations: ['front', 'back'],
  purposeText: { en: `Purpose of ${name}` },
  setWhen: { en: 'When asked for' },
  valueText: { en: 'Some characters' },
  identifies: 'nobody',
  lifetime: { type: 'session' },
  attrs: { httpOnly: true, secure: true, sameSite: 'Lax', path: '/', partitioned: false },
  recipients: [],
  transfers: [],
  withdrawal: 'server-clear',
  since: '0.2.0',
  owner: 'src/somewhere.ts',
  ...more,
})

/** Entries like the four that the code declares. */
export const OWN_ENTRIES: readonly RegistryEntry[] = [
  own('session', 'sessionid', {
    identifies: 'account',
    lifetime: { type: 'session', keptSeconds: 30 * DAY, idleSeconds: 14 * DAY },
  }),
  own('language', 'django_language', {
    exemption: 'requested-preference',
    lifetime: { type: 'fixed', seconds: 180 * DAY, renewed: false },
  }),
  own('csrf', 'csrftoken', {
    exemption: 'security',
    attrs: { httpOnly: false, secure: true, sameSite: 'Lax', path: '/', partitioned: false },
  }),
  own('preferences', 'cookies_preferences', { exemption: 'choice-record' }),
]

const VIDEO = {
  party: 'third',
  purposes: ['embed'],
  hosts: ['www.video.example'],
  mode: 'gate',
  provider: { name: 'Video Company', country: 'US' },
  functionText: { en: 'Videos', fr: 'Vidéos' },
  locations: ['front', 'embed'],
  recipients: ['Ad Company'],
  transfers: ['US'],
  owner: 'portal',
} as const

const { exemption: _, attrs: __, ...plain } = own('svc.video.request', 'www.video.example', VIDEO)

/** A service behind a click: its contact, and what it keeps. */
export const VIDEO_ENTRIES: readonly RegistryEntry[] = [
  { ...plain, kind: 'request', identifies: 'browser', withdrawal: 'reload' },
  {
    ...plain,
    id: 'svc.video.vid',
    name: 'vid_*',
    identifies: 'browser',
    lifetime: { type: 'fixed', seconds: 180 * DAY, renewed: true },
    withdrawal: 'third-party',
  },
]

/** Facts of the sample portal, with what is said otherwise. */
export const sampleFacts = (more: Partial<PolicyFacts> = {}): PolicyFacts => ({
  ...policyFacts({
    config: SAMPLE_PORTAL,
    origin: 'https://data.example.org',
    provider: 'Vitrine Hosting',
    measurement: null,
    entries: OWN_ENTRIES,
  }),
  ...more,
})

/** The same entries with one of them changed. */
export const withEntry = (id: string, change: Partial<RegistryEntry>): readonly RegistryEntry[] =>
  [...OWN_ENTRIES, ...VIDEO_ENTRIES].map(entry => (entry.id === id ? { ...entry, ...change } : entry))
