import { type CatalogParams, isRefined, toggleRefinement } from '../urls.ts'
import type { NamedLink } from './text.ts'

/** A facet as a list of links, each of which adds or takes away one value. */
export interface FacetGroup {
  readonly name: string
  readonly label: string
  readonly values: readonly FacetValue[]
  /** All the values, where only the first are shown. */
  readonly more: { readonly count: number; readonly href: string } | null
}

export interface FacetValue {
  readonly label: string
  readonly count: number
  readonly selected: boolean
  readonly href: string
}

/** An active filter; `href` is the page without it. */
export interface Chip extends NamedLink {
  /** What kind of filter it is, for who cannot see where it stands. */
  readonly about: string
}

/** A facet as the engine counted it. */
export interface CountedFacet {
  readonly name: string
  readonly label: string
  readonly values: readonly {
    readonly value: string
    readonly label: string
    readonly count: number
  }[]
  /** How many values there are in all, when known. */
  readonly total?: number
}

const SHOWN = 6

/** Facets with their links. `href` writes the address of a state. Selected values are shown whatever their rank. */
export function facetGroups<T extends CatalogParams>(
  facets: readonly CountedFacet[],
  params: T,
  href: (params: T) => string,
): readonly FacetGroup[] {
  return facets
    .filter(facet => facet.values.length > 0)
    .map(facet => {
      const open = params.all === facet.name
      const total = facet.total ?? facet.values.length
      const shown = facet.values.filter(
        (entry, index) => open || index < SHOWN || isRefined(params, facet.name, entry.value),
      )
      return {
        name: facet.name,
        label: facet.label,
        values: shown.map(entry => ({
          label: entry.label,
          count: entry.count,
          selected: isRefined(params, facet.name, entry.value),
          href: href(toggleRefinement(params, facet.name, entry.value)),
        })),
        more:
          open || total <= shown.length
            ? null
            : { count: total, href: href({ ...params, all: facet.name, page: 1 }) },
      }
    })
}

/** Chips of the refinements of a state, named as the facets name them; `label` names a facet that was not counted. */
export function refinementChips<T extends CatalogParams>(
  facets: readonly CountedFacet[],
  params: T,
  href: (params: T) => string,
  label: (facet: string) => string = facet => facet,
): readonly Chip[] {
  return params.refine.map(({ facet, value }) => {
    const group = facets.find(entry => entry.name === facet)
    return {
      about: group?.label ?? label(facet),
      label: group?.values.find(entry => entry.value === value)?.label ?? value,
      href: href(toggleRefinement(params, facet, value)),
    }
  })
}
