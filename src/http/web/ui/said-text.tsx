import type { PageContext } from '../models/page-context.ts'
import type { Said } from '../models/text.ts'

/** A publisher's text: marked with its language and kept apart in direction where it is not the page's own. */
export const SaidText = ({ ctx, of }: { ctx: PageContext; of: Said }) =>
  of.lang === ctx.language ? <>{of.text}</> : <bdi lang={of.lang === '' ? undefined : of.lang}>{of.text}</bdi>
