import type { PageContext } from '../models/page-context.ts'

/** Pictograms of the sprite `styles/icons.svg`. */
export const ICONS = [
  'bell',
  'building-2',
  'chevron-down',
  'chevron-left',
  'chevron-right',
  'code-xml',
  'arrow-down',
  'arrow-up',
  'chevrons-up-down',
  'copy',
  'download',
  'info',
  'key-round',
  'languages',
  'rows-3',
  'search',
  'table-2',
  'triangle-alert',
  'user',
  'x',
] as const
export type IconName = (typeof ICONS)[number]

/** A decoration: what it means is always said in words beside it. */
export const Icon = ({ ctx, name }: { ctx: Pick<PageContext, 'assets'>; name: IconName }) => (
  <svg class="i" aria-hidden="true">
    <use href={`${ctx.assets.icons}#${name}`} />
  </svg>
)
