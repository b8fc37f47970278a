import type { ForeignRules } from '../../core/content/foreign-content.ts'
import { NOTHING_DECLARED } from '../../core/content/nothing-declared.ts'
import { pageText } from '../../core/content/rich-text.ts'
import type { SafeHtml } from '../../core/content/safe-html.ts'

/**
 * An owner's text on a page about the portal itself (privacy.md P50). Content of others is what `foreign` makes of it; by
 * itself nothing loads anything from anywhere, and what would becomes a link: so in the cookie policy, and in kept versions,
 * which outlive services. Characters that no text has are left out.
 */
export const ownersText = (source: string, foreign: ForeignRules = NOTHING_DECLARED): SafeHtml =>
  pageText(source.replaceAll('\u0000', ''), foreign).html
