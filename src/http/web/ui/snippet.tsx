import type { PageContext } from '../models/page-context.ts'

/** Text to take away: selected by hand, or copied by the island where scripts run. */
export const Snippet = ({ ctx, label, text }: { ctx: PageContext; label: string; text: string }) => (
  <v-copy dir="ltr" data-copy={ctx.t('copy.do')} data-copied={ctx.t('copy.done')}>
    <section class="code" aria-label={label} tabindex={0}>
      <pre>
        <code>{text}</code>
      </pre>
    </section>
  </v-copy>
)
