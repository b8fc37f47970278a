import type { RequestContext } from '../../context.ts'

/** Languages that Explore knows (explore-api §5.1). */
const WIRE_LANGUAGES = new Set(['en', 'fr', 'nl', 'pt', 'it', 'ar', 'de', 'es', 'ca', 'eu', 'sv'])

/** `lang` when Explore knows it, else the portal's default; never an error (explore-api §5.1). */
export const apiLanguage = (context: RequestContext, lang: string | undefined): string =>
  lang !== undefined && WIRE_LANGUAGES.has(lang) ? lang : context.portal.stored.config.languages[0]
