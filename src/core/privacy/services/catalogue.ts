import { DATAWRAPPER, FLOURISH, INFOGRAM } from './charts.ts'
import { GOOGLE_MAPS, OPENSTREETMAP } from './maps.ts'
import { MASTODON, SOUNDCLOUD, X_POSTS } from './posts.ts'
import type { Service } from './service.ts'
import { DAILYMOTION, PEERTUBE, VIMEO, YOUTUBE } from './videos.ts'

/** Services of one provider each, which a portal may switch on by name; none is on by itself. */
export const KNOWN_SERVICES: readonly Service[] = [
  YOUTUBE,
  VIMEO,
  DAILYMOTION,
  OPENSTREETMAP,
  GOOGLE_MAPS,
  DATAWRAPPER,
  FLOURISH,
  INFOGRAM,
  SOUNDCLOUD,
  X_POSTS,
]

/** Services that many run: the portal says which host, and who answers for it. `{host}` stands for that host. */
export const HOSTED_SERVICES: readonly Service[] = [PEERTUBE, MASTODON]
