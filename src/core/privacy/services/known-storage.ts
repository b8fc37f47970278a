import type { Lifetime } from '../registry-entry.ts'
import type { ServiceStorage } from './service.ts'

/** What providers keep in browsers, by purpose: each has its sentences `service.stores.<name>` and `service.value.<name>`. */
type Reason = 'player' | 'visitor' | 'robots' | 'choice' | 'queue' | 'measure' | 'tickets'

const DAY = 86_400

const stored =
  (kind: ServiceStorage['kind'], reason: Reason, identifies: ServiceStorage['identifies']) =>
  (name: string, lifetime: Lifetime): ServiceStorage => ({
    ...{ kind, name, identifies, lifetime },
    purposeText: `service.stores.${reason}`,
    valueText: `service.value.${reason}`,
  })

/** Until the browser is closed. */
export const SESSION: Lifetime = { type: 'session' }
/** localStorage and databases: until the visitor clears them. */
export const UNTIL_CLEARED: Lifetime = { type: 'until-cleared' }
/** A number of days from the moment it is set, counted anew at each visit. */
export const days = (count: number): Lifetime => ({ type: 'fixed', seconds: count * DAY, renewed: true })
/** Minutes from the last visit. */
export const minutes = (count: number): Lifetime => ({ type: 'fixed', seconds: count * 60, renewed: true })

/** Volume, subtitles, quality. */
export const playerCookie = stored('cookie', 'player', 'nobody')
export const playerStorage = stored('localStorage', 'player', 'nobody')
/** Numbers that tell one browser from another. */
export const visitorCookie = stored('cookie', 'visitor', 'browser')
export const visitorStorage = stored('localStorage', 'visitor', 'browser')
export const robotsCookie = stored('cookie', 'robots', 'browser')
export const choiceCookie = stored('cookie', 'choice', 'nobody')
export const queueDatabase = stored('indexedDB', 'queue', 'browser')
export const measureCookie = stored('cookie', 'measure', 'browser')
export const ticketCookie = stored('cookie', 'tickets', 'nobody')
