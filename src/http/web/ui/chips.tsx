import type { Chip } from '../models/facet-group.ts'
import type { PageContext } from '../models/page-context.ts'
import { Icon } from './icon.tsx'

interface ChipsProps {
  readonly ctx: PageContext
  readonly chips: readonly Chip[]
  readonly clearHref: string
}

/** Active filters: each is a link that takes it away. */
export const Chips = ({ ctx, chips, clearHref }: ChipsProps) =>
  chips.length === 0 ? null : (
    <ul class="chips" aria-label={ctx.t('filters.active')}>
      {chips.map(chip => (
        <li>
          <a class="chip" href={chip.href} title={ctx.t('filters.remove', { about: chip.about })}>
            <span class="hush">{chip.about}: </span>
            <bdi>{chip.label}</bdi>
            <Icon ctx={ctx} name="x" />
          </a>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <a href={clearHref}>{ctx.t('filters.clear')}</a>
        </li>
      )}
    </ul>
  )
