import { type Formats, formatsFor } from '../../../core/i18n/formats.ts'
import { directionOf, languageName } from '../../../core/i18n/languages.ts'
import { type Translate, translator } from '../../../core/i18n/translate.ts'
import { accountUrl, signInUrl } from '../account-urls.ts'
import type { Assets } from '../assets.ts'
import { officeUrl } from '../office/office-urls.ts'
import { apiPageUrl, exploreUrl, inLanguage, legalUrl } from '../urls.ts'
import type { ConsentView } from './consent-view.ts'
import type { NamedLink, Said } from './text.ts'

/** What every page of a portal shows of it. */
export interface PortalView {
  readonly slug: string
  readonly title: Said
  /** Address of its theme, `themeHref(brand)`. */
  readonly theme: string
  /** Address of its logo; null draws the mark of the product in the brand colour. */
  readonly logo: string | null
  /** Enabled languages, the default one first. */
  readonly languages: readonly string[]
  /** Whether visitors are invited to sign in, not when left out: people may make accounts, or nobody gets in without one. */
  readonly invitesSignIn?: boolean
  /** Whether a picked language is remembered for six months, not only until the browser is closed. */
  readonly remembersLanguage: boolean
  /** Further links at the foot, after the legal notice. */
  readonly footer: readonly NamedLink[]
  /** What it asks its visitors for; null for nothing. */
  readonly consent: ConsentView | null
}

/** Which entry of the navigation a page belongs to. */
export type Section = 'home' | 'explore' | 'api' | 'statement' | 'none'

export interface NavLink extends NamedLink {
  readonly current: boolean
}

export interface LanguageLink extends NavLink {
  readonly tag: string
}

/** A way to the pages of accounts. */
export interface AccountLink extends NamedLink {
  /** Whether it stands at the head of every page too, and not at their foot alone. */
  readonly inHeader: boolean
}

/** What a page needs to know besides its model; the same for everyone who reads it in one language. */
export interface PageContext {
  readonly portal: PortalView
  readonly language: string
  readonly dir: 'ltr' | 'rtl'
  /** The same page in every language of the portal. */
  readonly languages: readonly LanguageLink[]
  /** `https://host`, for addresses that leave the page. */
  readonly origin: string
  /** Prefixed path of the page, without query. */
  readonly path: string
  readonly nav: readonly NavLink[]
  /** The way to one's account, or to sign in; the same for everyone who is, and for everyone who is not. */
  readonly account: AccountLink
  /** The way to the back office, for who has rights there; null for everybody else. */
  readonly office: NamedLink | null
  readonly assets: Assets
  readonly t: Translate
  readonly formats: Formats
}

/** What the routes know of a request; everything else of a {@link PageContext} follows from it. */
export interface PageRequest {
  readonly portal: PortalView
  readonly language: string
  readonly origin: string
  readonly path: string
  /** Query string of the request with its `?`, or `''`. */
  readonly search: string
  readonly section: Section
  readonly assets: Assets
  /** Whether somebody is signed in; nobody when left out. */
  readonly isSignedIn?: boolean
  /** Whether they have rights in the back office; not when left out. */
  readonly hasOffice?: boolean
}

export function pageContext(request: PageRequest): PageContext {
  const { portal, language, origin, path, search, section, assets } = request
  const t = translator(language)
  return {
    portal,
    language,
    dir: directionOf(language),
    languages: portal.languages.map(tag => ({
      tag,
      label: languageName(tag),
      href: `${inLanguage(path, tag)}${search}`,
      current: tag === language,
    })),
    origin,
    path,
    nav: [
      { label: t('nav.catalog'), href: exploreUrl(language), current: section === 'explore' },
      { label: t('nav.api'), href: apiPageUrl(language), current: section === 'api' },
      {
        label: t('nav.legal'),
        href: legalUrl(language),
        current: section === 'statement' && path === legalUrl(language),
      },
    ],
    account: accountLink(request, t),
    office:
      request.hasOffice === true ? { label: t('office.title'), href: officeUrl(language, 'overview') } : null,
    assets,
    t,
    formats: formatsFor(language),
  }
}

/** Whoever signs in comes back to where they were. */
function accountLink(
  { portal, language, path, search, isSignedIn = false }: PageRequest,
  t: Translate,
): AccountLink {
  return isSignedIn
    ? { label: t('nav.account'), href: accountUrl(language, 'profile'), inHeader: true }
    : {
        label: t('nav.sign_in'),
        href: signInUrl(language, nextOf(path, search)),
        inHeader: portal.invitesSignIn ?? false,
      }
}

/** Pages of accounts are no place to come back to. */
const nextOf = (path: string, search: string): string =>
  path.replace(/^(\/[^/]+\/)account\/.*/, '$1') + (/^\/[^/]+\/account\//.test(path) ? '' : search)
