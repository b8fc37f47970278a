import type { RequestContext } from '../../context.ts'

/** Languages that Explore knows (explore-api §5.1). */
export const WIRE_LANGUAGES = ['en', 'fr', 'nl', 'pt', 'it', 'ar', 'de', 'es', 'ca', 'eu', 'sv'] as const
const KNOWN: ReadonlySet<string> = new Set(WIRE_LANGUAGES)

/** `lang` when Explore knows it, else the portal's default; never an error (explore-api §5.1). */
export const apiLanguage = (context: RequestContext, lang: string | undefined): string =>
  lang !== undefined && KNOWN.has(lang) ? lang : context.portal.stored.config.languages[0]
