import { NOTHING_DECLARED } from '../../core/content/nothing-declared.ts'
import { pageText } from '../../core/content/rich-text.ts'
import type { SafeHtml } from '../../core/content/safe-html.ts'

/**
 * An owner's text on a page about the portal itself: nothing in it loads anything from anywhere; what would becomes a
 * link (privacy.md P50). Characters that no text has are left out.
 */
export const ownersText = (source: string): SafeHtml =>
  pageText(source.replaceAll('\u0000', ''), NOTHING_DECLARED).html
