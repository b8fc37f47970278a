import { knownService } from './known-service.ts'
import {
  choiceCookie,
  days,
  measureCookie,
  minutes,
  robotsCookie,
  ticketCookie,
  visitorCookie,
} from './known-storage.ts'

/** OpenStreetMap's own page for embedding. */
export const OPENSTREETMAP = knownService({
  id: 'openstreetmap',
  name: 'OpenStreetMap',
  kind: 'map',
  provider: {
    name: 'OpenStreetMap Foundation',
    url: 'https://osmfoundation.org/wiki/Privacy_Policy',
    country: 'GB',
  },
  hosts: ['www.openstreetmap.org', 'tile.openstreetmap.org'],
  storage: [ticketCookie('_osm_totp_token', minutes(60))],
  recipients: ['Fastly, Inc.'],
  transfers: ['GB', 'US'],
  embed: {
    parts: {
      box: '-?\\d{1,3}(?:\\.\\d{1,20})?(?:,-?\\d{1,3}(?:\\.\\d{1,20})?){3}',
      marker: '-?\\d{1,3}(?:\\.\\d{1,20})?,-?\\d{1,3}(?:\\.\\d{1,20})?',
    },
    allow: ['fullscreen'],
    forms: [
      {
        reference: '{box}/{marker}',
        frame: 'https://www.openstreetmap.org/export/embed.html?bbox={box}&layer=mapnik&marker={marker}',
        page: 'https://www.openstreetmap.org/?bbox={box}',
        known: ['https://www.openstreetmap.org/export/embed.html?bbox={box}&marker={marker}'],
      },
      {
        reference: '{box}',
        frame: 'https://www.openstreetmap.org/export/embed.html?bbox={box}&layer=mapnik',
        page: 'https://www.openstreetmap.org/?bbox={box}',
        known: ['https://www.openstreetmap.org/export/embed.html?bbox={box}'],
      },
    ],
  },
  source: 'https://osmfoundation.org/wiki/Privacy_Policy',
})

/** Google Maps as its own "embed a map" gives it. */
export const GOOGLE_MAPS = knownService({
  id: 'google-maps',
  name: 'Google Maps',
  kind: 'map',
  provider: {
    name: 'Google Ireland Limited',
    url: 'https://policies.google.com/technologies/cookies',
    country: 'IE',
  },
  hosts: [
    'www.google.com',
    'maps.google.com',
    'maps.googleapis.com',
    'maps.gstatic.com',
    'fonts.gstatic.com',
  ],
  storage: [
    visitorCookie('NID', days(183)),
    robotsCookie('AEC', days(183)),
    choiceCookie('SOCS', days(395)),
    measureCookie('__Secure-ENID', days(395)),
  ],
  recipients: ['Google LLC'],
  transfers: ['US'],
  embed: {
    parts: { map: '[\\w!.:-]{10,900}' },
    allow: ['fullscreen'],
    forms: [
      {
        reference: '{map}',
        frame: 'https://www.google.com/maps/embed?pb={map}',
        page: 'https://www.google.com/maps/embed?pb={map}',
        known: [],
      },
    ],
  },
  source: 'https://policies.google.com/technologies/cookies',
})
