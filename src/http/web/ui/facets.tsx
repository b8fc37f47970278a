import type { FacetGroup, FacetValue } from '../models/facet-group.ts'
import type { PageContext } from '../models/page-context.ts'
import { Icon } from './icon.tsx'

interface FacetsProps {
  readonly ctx: PageContext
  readonly facets: readonly FacetGroup[]
  /** Filters that are on. */
  readonly active: number
  /** Level of the headings of the groups. */
  readonly level?: 2 | 3
}

/** Facets with counts: one closed line on a phone, a column from 62rem on. */
export const Facets = ({ ctx, facets, active, level = 2 }: FacetsProps) => (
  <details class="filters">
    <summary>{ctx.t('filters.summary', { count: active })}</summary>
    {facets.map(group => (
      <Group ctx={ctx} group={group} level={level} />
    ))}
  </details>
)

const Group = ({ ctx, group, level }: { ctx: PageContext; group: FacetGroup; level: 2 | 3 }) => {
  const most = group.values.reduce((max, value) => Math.max(max, value.count), 1)
  const Heading = `h${level}` as const
  return (
    <details class="facet" open>
      <summary>
        <Heading>{group.label}</Heading>
        <Icon ctx={ctx} name="chevron-down" />
      </summary>
      <ul>{group.values.map(value => Value({ ctx, value, most }))}</ul>
      {group.more !== null && (
        <a class="more" href={group.more.href}>
          {ctx.t('facet.all', { count: group.more.count })}
          <span class="hush"> ({group.label})</span>
        </a>
      )}
    </details>
  )
}

/** The bar is a class in steps of 5 %, since a style attribute may not carry it. */
const Value = ({ ctx, value, most }: { ctx: PageContext; value: FacetValue; most: number }) => (
  <li>
    <a
      class={`w${Math.max(Math.ceil((20 * value.count) / most), 1)}`}
      href={value.href}
      aria-current={value.selected ? 'true' : undefined}
    >
      <bdi>{value.label}</bdi>
      <span>{ctx.formats.number(value.count)}</span>
    </a>
  </li>
)
