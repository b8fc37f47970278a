import { translator } from '../i18n/translate.ts'
import { embedPath, embedReferenceOf } from '../privacy/services/embed-address.ts'
import type { Service } from '../privacy/services/service.ts'
import type { ForeignRules } from './foreign-content.ts'
import { isHostOf } from './host-pattern.ts'
import { imagePath } from './image-address.ts'

/** Whose texts are shown, in which language. */
export interface ForeignSettings {
  /** Services of the portal (`servicesOf`). */
  readonly services: readonly Service[]
  readonly language: string
  /** `portalKey` for `embed`. */
  readonly key: Uint8Array
}

/** What a portal's pages of one language do with content of others. */
export function foreignRules(settings: ForeignSettings): ForeignRules {
  const { services, language } = settings
  const t = translator(language)
  const gated = services.filter(({ mode, embed }) => mode === 'gate' && embed !== null)
  return {
    embed: url => {
      const found = embedReferenceOf(gated, url.href)
      const service = gated.find(({ id }) => id === found?.service)
      if (found === null || service === undefined) return null
      return {
        src: `${embedPath(found)}?lang=${language}`,
        title: t('content.embed', { service: service.name }),
      }
    },
    image: url => imageOf(settings, url),
    linkText: (kind, host) => {
      if (kind === 'frame') return t('content.frame', { host })
      return kind === 'image' ? t('content.image', { host }) : t('content.media', { host })
    },
  }
}

function imageOf({ services, key }: ForeignSettings, url: URL): ReturnType<ForeignRules['image']> {
  const service = services.find(
    ({ mode, hosts }) => mode !== 'gate' && hosts.some(host => isHostOf(host, url.host)),
  )
  if (service?.mode === 'open') {
    const secure = new URL(url)
    secure.protocol = 'https:'
    return { src: secure.href, became: 'loaded' }
  }
  const src = service === undefined ? null : imagePath(key, url)
  return src === null ? null : { src, became: 'proxied' }
}
