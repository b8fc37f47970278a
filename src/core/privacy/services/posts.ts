import { knownService } from './known-service.ts'
import {
  days,
  minutes,
  playerCookie,
  playerStorage,
  robotsCookie,
  SESSION,
  UNTIL_CLEARED,
  visitorCookie,
} from './known-storage.ts'

/** SoundCloud's player. */
export const SOUNDCLOUD = knownService({
  id: 'soundcloud',
  name: 'SoundCloud',
  kind: 'audio',
  provider: {
    name: 'SoundCloud Global Limited & Co. KG',
    url: 'https://soundcloud.com/pages/cookies',
    country: 'DE',
  },
  hosts: ['w.soundcloud.com', 'api-widget.soundcloud.com', '*.sndcdn.com'],
  storage: [
    visitorCookie('sc_anonymous_id', days(3650)),
    playerCookie('sclocale', days(365)),
    robotsCookie('datadome', days(365)),
    playerStorage('WIDGET::*', UNTIL_CLEARED),
  ],
  recipients: ['Amazon Web Services, Inc.'],
  transfers: ['US'],
  embed: {
    parts: { kind: 'tracks|playlists|users', id: '\\d{3,12}' },
    allow: ['autoplay', 'fullscreen'],
    forms: [
      {
        reference: '{kind}/{id}',
        frame: 'https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/{kind}/{id}',
        page: 'https://api.soundcloud.com/{kind}/{id}',
        known: ['https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/{kind}/{id}'],
      },
    ],
  },
  source: 'https://soundcloud.com/pages/cookies',
})

/** Posts of X, one at a time. */
export const X_POSTS = knownService({
  id: 'x',
  name: 'X',
  kind: 'post',
  provider: {
    name: 'X Internet Unlimited Company',
    url: 'https://help.x.com/en/rules-and-policies/x-cookies',
    country: 'IE',
  },
  hosts: ['platform.twitter.com', 'cdn.syndication.twimg.com', 'syndication.twitter.com', '*.twimg.com'],
  storage: [
    visitorCookie('guest_id', days(400)),
    visitorCookie('guest_id_ads', days(400)),
    visitorCookie('guest_id_marketing', days(400)),
    visitorCookie('personalization_id', days(400)),
    visitorCookie('muc_ads', days(400)),
    robotsCookie('__cf_bm', minutes(30)),
  ],
  recipients: ['X Corp.'],
  transfers: ['US'],
  embed: {
    parts: { user: '\\w{1,15}', id: '\\d{5,20}' },
    allow: ['fullscreen'],
    forms: [
      {
        reference: '{id}',
        frame: 'https://platform.twitter.com/embed/Tweet.html?dnt=true&id={id}',
        page: 'https://x.com/i/status/{id}',
        known: ['https://platform.twitter.com/embed/Tweet.html?id={id}'],
      },
      {
        reference: '{user}/{id}',
        frame: 'https://platform.twitter.com/embed/Tweet.html?dnt=true&id={id}',
        page: 'https://x.com/{user}/status/{id}',
        known: ['https://twitter.com/{user}/status/{id}'],
      },
    ],
  },
  source: 'https://help.x.com/en/rules-and-policies/x-cookies',
})

/** Posts of one server of Mastodon, told by the portal. */
export const MASTODON = knownService({
  id: 'mastodon',
  name: 'Mastodon',
  kind: 'post',
  provider: { name: 'Mastodon', url: 'https://joinmastodon.org/', country: 'DE' },
  hosts: ['{host}'],
  storage: [playerCookie('_mastodon_session', SESSION)],
  recipients: [],
  transfers: [],
  embed: {
    parts: { user: '@[\\w.-]{1,60}(?:@[\\w.-]{1,100})?', id: '\\d{5,24}' },
    allow: ['fullscreen'],
    forms: [
      {
        reference: '{user}/{id}',
        frame: 'https://{host}/{user}/{id}/embed',
        page: 'https://{host}/{user}/{id}',
        known: [],
      },
    ],
  },
  source: 'https://docs.joinmastodon.org/',
})
