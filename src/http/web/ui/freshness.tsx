import type { Freshness as State } from '../../../core/dataset/freshness.ts'
import type { PageContext } from '../models/page-context.ts'

/** A dot, always with words: colour alone says nothing. */
export const Freshness = ({ ctx, state }: { ctx: PageContext; state: State }) => (
  <>
    <span class={`dot ${state}`} aria-hidden="true" />
    <span class="hush">{ctx.t(`freshness.${state}`)}. </span>
  </>
)
