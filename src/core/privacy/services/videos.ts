import { knownService } from './known-service.ts'
import {
  choiceCookie,
  days,
  measureCookie,
  minutes,
  playerCookie,
  playerStorage,
  queueDatabase,
  robotsCookie,
  SESSION,
  UNTIL_CLEARED,
  visitorCookie,
  visitorStorage,
} from './known-storage.ts'

/** YouTube without its cookies: the player writes to its own storage, and asks Google's hosts for pictures and streams. */
export const YOUTUBE = knownService({
  id: 'youtube',
  name: 'YouTube',
  kind: 'video',
  provider: {
    name: 'Google Ireland Limited',
    url: 'https://policies.google.com/technologies/cookies',
    country: 'IE',
  },
  hosts: [
    'www.youtube-nocookie.com',
    'i.ytimg.com',
    'yt3.ggpht.com',
    '*.googlevideo.com',
    'www.google.com',
    'jnn-pa.googleapis.com',
    'fonts.gstatic.com',
    'googleads.g.doubleclick.net',
    'static.doubleclick.net',
  ],
  storage: [
    playerStorage('yt-player-*', UNTIL_CLEARED),
    visitorStorage('yt-remote-*', UNTIL_CLEARED),
    visitorStorage('yt.innertube::*', UNTIL_CLEARED),
    queueDatabase('LogsDatabaseV2:*', UNTIL_CLEARED),
    queueDatabase('YtIdbMeta', UNTIL_CLEARED),
  ],
  recipients: ['Google LLC'],
  transfers: ['US'],
  embed: {
    parts: { id: '(?!videoseries)[\\w-]{11}', list: '[\\w-]{12,64}' },
    allow: ['autoplay', 'encrypted-media', 'fullscreen', 'picture-in-picture'],
    forms: [
      {
        reference: '{id}',
        frame: 'https://www.youtube-nocookie.com/embed/{id}',
        page: 'https://www.youtube.com/watch?v={id}',
        known: [
          'https://www.youtube.com/embed/{id}',
          'https://www.youtube.com/shorts/{id}',
          'https://www.youtube.com/live/{id}',
          'https://www.youtube.com/v/{id}',
          'https://youtu.be/{id}',
        ],
      },
      {
        reference: 'list/{list}',
        frame: 'https://www.youtube-nocookie.com/embed/videoseries?list={list}',
        page: 'https://www.youtube.com/playlist?list={list}',
        known: ['https://www.youtube.com/embed/videoseries?list={list}'],
      },
    ],
  },
  source: 'https://support.google.com/youtube/answer/171780',
})

/** Vimeo with its do-not-track parameter; what earlier visits to Vimeo left in the browser is sent all the same. */
export const VIMEO = knownService({
  id: 'vimeo',
  name: 'Vimeo',
  kind: 'video',
  provider: { name: 'Vimeo.com, Inc.', url: 'https://vimeo.com/cookie_policy', country: 'US' },
  hosts: ['player.vimeo.com', '*.vimeocdn.com', 'fresnel.vimeocdn.com', 'vimeo.com'],
  storage: [
    playerCookie('player', days(365)),
    measureCookie('vuid', days(730)),
    choiceCookie('flags', days(365)),
    robotsCookie('player_clearance', days(7)),
    robotsCookie('__cf_bm', minutes(30)),
    robotsCookie('_cfuvid', SESSION),
    robotsCookie('cf_clearance', days(365)),
  ],
  recipients: ['Cloudflare, Inc.'],
  transfers: ['US'],
  embed: {
    parts: { id: '\\d{5,12}', key: '[0-9a-f]{6,20}' },
    allow: ['autoplay', 'encrypted-media', 'fullscreen', 'picture-in-picture'],
    forms: [
      {
        reference: '{id}/{key}',
        frame: 'https://player.vimeo.com/video/{id}?h={key}&dnt=1',
        page: 'https://vimeo.com/{id}/{key}',
        known: ['https://player.vimeo.com/video/{id}?h={key}'],
      },
      {
        reference: '{id}',
        frame: 'https://player.vimeo.com/video/{id}?dnt=1',
        page: 'https://vimeo.com/{id}',
        known: ['https://player.vimeo.com/video/{id}'],
      },
    ],
  },
  source: 'https://help.vimeo.com/hc/en-us/articles/26080940921361',
})

/** Dailymotion shows advertising in its player. */
export const DAILYMOTION = knownService({
  id: 'dailymotion',
  name: 'Dailymotion',
  kind: 'video',
  provider: { name: 'Dailymotion SA', url: 'https://legal.dailymotion.com/en/cookie-policy/', country: 'FR' },
  hosts: [
    'geo.dailymotion.com',
    'www.dailymotion.com',
    '*.dmcdn.net',
    '*.dm-event.net',
    'imasdk.googleapis.com',
    'securepubads.g.doubleclick.net',
  ],
  storage: [
    visitorCookie('dmvk', SESSION),
    visitorCookie('v1st', days(395)),
    visitorCookie('ts', days(395)),
    choiceCookie('usprivacy', days(395)),
    choiceCookie('lang', days(395)),
  ],
  recipients: ['Google Ireland Limited'],
  transfers: ['US'],
  embed: {
    parts: { id: '[a-z0-9]{5,12}' },
    allow: ['autoplay', 'encrypted-media', 'fullscreen', 'picture-in-picture'],
    forms: [
      {
        reference: '{id}',
        frame: 'https://geo.dailymotion.com/player.html?video={id}',
        page: 'https://www.dailymotion.com/video/{id}',
        known: ['https://www.dailymotion.com/embed/video/{id}', 'https://dai.ly/{id}'],
      },
    ],
  },
  source: 'https://consentstack.io/vendors/dailymotion',
})

/** One server of PeerTube, told by the portal. Playing together with other visitors, which shows addresses, is off. */
export const PEERTUBE = knownService({
  id: 'peertube',
  name: 'PeerTube',
  kind: 'video',
  provider: { name: 'PeerTube', url: 'https://joinpeertube.org/', country: 'FR' },
  hosts: ['{host}'],
  storage: [playerStorage('peertube-videojs-*', UNTIL_CLEARED), playerStorage('theme', UNTIL_CLEARED)],
  recipients: [],
  transfers: [],
  embed: {
    parts: { id: '[0-9A-Za-z-]{8,40}' },
    allow: ['autoplay', 'fullscreen', 'picture-in-picture'],
    forms: [
      {
        reference: '{id}',
        frame: 'https://{host}/videos/embed/{id}?p2p=0&warningTitle=0',
        page: 'https://{host}/w/{id}',
        known: ['https://{host}/videos/embed/{id}', 'https://{host}/videos/watch/{id}'],
      },
    ],
  },
  source: 'https://docs.joinpeertube.org/admin/privacy-guide',
})
