import type { CatalogView } from '../../../core/catalog-export/entry.ts'
import type { RequestContext } from '../../context.ts'

/** How the documents of a catalogue are written beside who reads them. */
type Written = Pick<CatalogView, 'oneLanguage' | 'includeExports' | 'useLabels'>

/** The catalogue as its documents see it. */
export function catalogView(
  { origin, portal }: RequestContext,
  language: string,
  written: Written = { oneLanguage: false, includeExports: null, useLabels: true },
): CatalogView {
  const { title, description, languages, legal, access } = portal.stored.config
  return { origin, title, description, languages, legal, language, open: access !== 'private', ...written }
}
