import type { DatasetCard } from '../models/dataset-card.ts'
import type { PageContext } from '../models/page-context.ts'
import { datasetUrl } from '../urls.ts'
import { Freshness } from './freshness.tsx'
import { Icon } from './icon.tsx'
import { SaidText } from './said-text.tsx'
import { TAB_ICONS } from './tabs.tsx'

interface CardProps {
  readonly ctx: PageContext
  readonly card: DatasetCard
  /** Level of its heading. */
  readonly level?: 2 | 3
}

/**
 * A dataset in a list: publisher and freshness, title, two lines, facts, and the views it has. Its parts are called,
 * not mounted: twenty cards are most of a page, and a call costs a tenth less.
 */
export const Card = ({ ctx, card, level = 3 }: CardProps) => {
  const Heading = `h${level}` as const
  return (
    <li class="card">
      <div class="card-main">
        {CardMeta({ ctx, card })}
        <Heading class="card-title">
          <a href={datasetUrl(ctx.language, card.id)}>{SaidText({ ctx, of: card.title })}</a>
        </Heading>
        {card.description.text !== '' && (
          <p class="clamp" dir="auto" lang={card.description.lang || undefined}>
            {card.description.text}
          </p>
        )}
        {CardFacts({ ctx, card })}
      </div>
      <ul class="views" aria-label={ctx.t('card.views', { title: card.title.text })}>
        {card.views.map(tab => (
          <li>
            <a href={datasetUrl(ctx.language, card.id, tab)}>
              {Icon({ ctx, name: TAB_ICONS[tab] })}
              {ctx.t(`tab.${tab}`)}
            </a>
          </li>
        ))}
      </ul>
    </li>
  )
}

const CardMeta = ({ ctx, card }: CardProps) => (
  <p class="meta">
    {Freshness({ ctx, state: card.freshness })}
    {card.publisher !== null && (
      <span class="part">
        <bdi>{card.publisher}</bdi>
      </span>
    )}
    {card.updatedAt !== null && (
      <span class="part">{ctx.t('dataset.updated', { date: ctx.formats.date(card.updatedAt) })}</span>
    )}
    {card.freshness === 'late' && <span class="part late">{ctx.t('freshness.late')}</span>}
  </p>
)

const CardFacts = ({ ctx, card }: CardProps) => (
  <p class="facts">
    {card.records !== null && (
      <span>
        {Icon({ ctx, name: 'rows-3' })}
        {ctx.t('count.records', { count: card.records })}
      </span>
    )}
    {card.columns !== null && <span>{ctx.t('count.columns', { count: card.columns })}</span>}
    {card.license !== null && <bdi>{card.license}</bdi>}
  </p>
)
