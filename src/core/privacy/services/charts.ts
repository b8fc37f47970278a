import { knownService } from './known-service.ts'
import { minutes, robotsCookie } from './known-storage.ts'

/** Datawrapper's published charts store nothing. */
export const DATAWRAPPER = knownService({
  id: 'datawrapper',
  name: 'Datawrapper',
  kind: 'chart',
  provider: { name: 'Datawrapper GmbH', url: 'https://www.datawrapper.de/privacy', country: 'DE' },
  hosts: ['datawrapper.dwcdn.net'],
  storage: [],
  recipients: ['Amazon Web Services, Inc.'],
  transfers: ['US'],
  embed: {
    parts: { id: '[A-Za-z0-9]{5}', version: '\\d{1,4}' },
    allow: ['fullscreen'],
    forms: [
      {
        reference: '{id}/{version}',
        frame: 'https://datawrapper.dwcdn.net/{id}/{version}/',
        page: 'https://datawrapper.dwcdn.net/{id}/{version}/',
        known: [],
      },
      {
        reference: '{id}',
        frame: 'https://datawrapper.dwcdn.net/{id}/',
        page: 'https://datawrapper.dwcdn.net/{id}/',
        known: [],
      },
    ],
  },
  source: 'https://academy.datawrapper.de/article/207-how-we-handle-personal-data-gdpr',
})

/** Flourish's published visualisations and stories store nothing. */
export const FLOURISH = knownService({
  id: 'flourish',
  name: 'Flourish',
  kind: 'chart',
  provider: { name: 'Canva UK Operations Ltd', url: 'https://flourish.studio/privacy/', country: 'GB' },
  hosts: ['flo.uri.sh', 'public.flourish.studio'],
  storage: [],
  recipients: ['Amazon Web Services, Inc.'],
  transfers: ['GB', 'US'],
  embed: {
    parts: { kind: 'visualisation|story', id: '\\d{3,12}' },
    allow: ['fullscreen'],
    forms: [
      {
        reference: '{kind}/{id}',
        frame: 'https://flo.uri.sh/{kind}/{id}/embed',
        page: 'https://public.flourish.studio/{kind}/{id}/',
        known: [],
      },
    ],
  },
  source: 'https://helpcenter.flourish.studio/hc/en-us/articles/8761537208463',
})

/** Infogram's published projects. */
export const INFOGRAM = knownService({
  id: 'infogram',
  name: 'Infogram',
  kind: 'chart',
  provider: { name: 'Prezi, Inc.', url: 'https://infogram.com/privacy', country: 'US' },
  hosts: ['e.infogram.com', 'infogram.com', 'cdn.jifo.co'],
  storage: [robotsCookie('__cf_bm', minutes(30))],
  recipients: ['Infogram SIA'],
  transfers: ['US'],
  embed: {
    parts: { id: '[\\w-]{8,120}' },
    allow: ['fullscreen'],
    forms: [
      {
        reference: '{id}',
        frame: 'https://e.infogram.com/{id}?src=embed',
        page: 'https://infogram.com/{id}',
        known: ['https://e.infogram.com/{id}'],
      },
    ],
  },
  source: 'https://infogram.com/privacy',
})
