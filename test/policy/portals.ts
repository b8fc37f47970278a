import { after } from 'node:test'
import type { PortalConfig } from '../../src/core/portal/portal.ts'
import type { OwnService } from '../../src/core/privacy/services/service-settings.ts'
import { FOUNDING_PORTALS, type OpenedPortals, openPortals, portalOf } from './open-portals.ts'

/** A portal that tests change. */
export const TOWN = 'data.town.example'
/** Two portals of one domain: their cookies have hardened names. */
export const NORTH = 'north.platform.example.org'
export const SOUTH = 'south.platform.example.org'
/** An address of the first that it shares with nobody. */
export const NORTH_OWN = 'data.north.example'
/** A portal that nobody may enter without a key. */
export const CLOSED = 'closed.example.net'
export const ALIAS = 'open.town.example'

/** A portal whose legal texts show a film of a service that is on. */
export const FILMS = 'films.example.net'
const FILM =
  '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe><iframe src="https://nobody.example/x"></iframe>'

export const town = (more: Partial<PortalConfig> = {}): PortalConfig =>
  portalOf('town', TOWN, { hosts: [TOWN, ALIAS], ...more })

export const maps = (more: Partial<OwnService> = {}): Partial<PortalConfig> => ({
  services: {
    own: {
      maps: {
        name: 'Town maps',
        provider: { name: 'Maps Company', country: 'US' },
        hosts: ['maps.example.com'],
        function: { en: 'Maps', fr: 'Cartes' },
        purpose: { en: 'To show maps', fr: 'Pour montrer des cartes' },
        discloses: { en: 'Your address', fr: 'Votre adresse' },
        storage: [
          {
            ...{ kind: 'cookie', name: 'map_view', identifies: 'browser', seconds: 86_400 },
            purpose: { en: 'To remember the view', fr: 'Pour se souvenir de la vue' },
            value: { en: 'A place', fr: 'Un lieu' },
          },
        ],
        transfers: ['US'],
        ...more,
      },
    },
  },
})

/** Owner's texts that hold what no page may load. */
export const HOSTILE =
  '<h2>Ours</h2><script>alert(1)</script><img src="https://tracker.example/p.gif"><p onclick="x()">Text</p>'

let opened: Promise<OpenedPortals> | null = null

/** One deployment for the whole file: starting one costs seconds. */
export function portals(): Promise<OpenedPortals> {
  opened ??= openPortals([
    ...FOUNDING_PORTALS,
    town({ texts: { 'cookies-before': { en: HOSTILE }, legal: { en: HOSTILE } } }),
    portalOf('north', NORTH, { hosts: [NORTH, NORTH_OWN] }),
    portalOf('south', SOUTH),
    portalOf('films', FILMS, {
      services: { known: ['youtube'] },
      texts: { legal: { en: FILM }, privacy: { en: FILM }, 'cookies-after': { en: FILM } },
    }),
    portalOf('closed', CLOSED, { access: 'private', quotas: { anonymous: 0 } }),
  ])
  return opened
}

after(async () => {
  await (await opened)?.[Symbol.asyncDispose]()
})
