import type { LivePortal } from '../../app/portal/live-portals.ts'
import { holdsEverywhere } from '../../core/permission/caller.ts'
import type { RequestContext } from '../context.ts'
import type { Assets } from './assets.ts'
import { consentView } from './models/consent-view.ts'
import { type PageContext, type PageRequest, pageContext, type Section } from './models/page-context.ts'
import { said } from './models/text.ts'
import { OFFICE_PAGES } from './office/office-urls.ts'
import { themeHref } from './theme.ts'

const themes = new Map<string, string>()

/** Address of a brand's theme, worked out once a brand. */
export function themeOf(brand: string): string {
  const known = themes.get(brand)
  if (known !== undefined) return known
  const href = themeHref(brand)
  themes.set(brand, href)
  return href
}

/** A portal as pages of one language show it. */
export const portalView = (portal: LivePortal, language: string): PageRequest['portal'] => {
  const { config } = portal.stored
  return {
    slug: config.slug,
    title: said(config.title, language, config.languages[0]),
    theme: themeOf(config.brand),
    logo: null,
    languages: config.languages,
    invitesSignIn: config.access === 'private' || (config.accounts?.signUp ?? 'off') !== 'off',
    remembersLanguage: config.cookies?.language !== 'session',
    footer: [],
    consent: consentView(portal.consent, language, config.languages[0]),
  }
}

/** What every page of a request needs. */
export function loadContext(
  context: RequestContext,
  language: string,
  section: Section,
  assets: Assets,
): PageContext {
  return pageContext({
    portal: portalView(context.portal, language),
    language,
    origin: context.origin,
    path: context.path,
    search: context.query.size === 0 ? '' : `?${context.query}`,
    section,
    assets,
    isSignedIn: context.isSignedIn,
    // by rights, which answers are kept by
    hasOffice: holdsEverywhere(context.portal.view.caller, OFFICE_PAGES.overview.needs),
  })
}
