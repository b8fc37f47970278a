import type { LivePortals } from '../../app/portal/live-portals.ts'
import { INTERFACE_LANGUAGES } from '../../core/i18n/language-map.ts'
import { negotiateLanguage } from '../../core/i18n/negotiate.ts'
import { html, type Reply } from '../reply.ts'
import type { HostlessRoute } from '../route.ts'
import type { Assets } from './assets.ts'
import { PortalsPage } from './front/portals-page.tsx'
import { themeOf } from './load-context.ts'
import { said } from './models/text.ts'
import { renderPage } from './render.ts'
import { themeCss } from './theme.ts'

/** Brand of pages that belong to no portal. */
const HOUSE_BRAND = '#0b5d5e'

/** The deployment's portals, for whoever sits at the machine (design.md §7). */
export const lobbyPage =
  (portals: LivePortals, assets: Assets) =>
  (origin: string, acceptLanguage: string | undefined): Reply => {
    const { language } = negotiateLanguage({ enabled: INTERFACE_LANGUAGES, acceptLanguage })
    const { protocol, port } = new URL(origin)
    const entries = portals.all().map(({ stored: { config } }) => ({
      slug: config.slug,
      title: said(config.title, language, config.languages[0]),
      href: `${protocol}//${config.hosts[0]}${port === '' ? '' : `:${port}`}/`,
      hosts: config.hosts,
      languages: config.languages,
      datasets: null,
    }))
    const model = { language, assets, theme: themeOf(HOUSE_BRAND), portals: entries }
    return html(renderPage(<PortalsPage model={model} />), { language, caching: 'none' })
  }

/** `/theme/<hash>.css` of any brand in use; the hash is the content's, so it may be kept for ever. */
export const themeRoute = (portals: LivePortals): HostlessRoute => ({
  name: 'web.theme',
  path: '/theme/:file',
  handle: ({ path }) => {
    const brands = [HOUSE_BRAND, ...portals.all().map(portal => portal.stored.config.brand)]
    const brand = brands.find(one => themeOf(one) === path)
    return brand === undefined
      ? { status: 404, type: 'text/plain; charset=utf-8', body: '', caching: 'none' }
      : { status: 200, type: 'text/css; charset=utf-8', body: themeCss(brand), caching: 'immutable' }
  },
})
