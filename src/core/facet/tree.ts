import type { CompiledFacet } from '../sql/facets.ts'

export type FacetState = 'displayed' | 'refined' | 'excluded'

/** A value of a facet as the wire has it (explore-api §12.1). */
export interface FacetValue {
  /** Label of this level. */
  readonly name: string
  /** Left out when excluded. */
  readonly count?: number
  readonly state: FacetState
  /** What to put in `refine`. */
  readonly value: string
  readonly facets?: readonly FacetValue[]
}

export interface FacetGroup {
  readonly name: string
  readonly facets: readonly FacetValue[]
}

interface Entry {
  readonly path: string
  readonly count: number | null
}

/** Rows of a facet's statement, in their order → the tree of its values, excluded ones at the end. */
export function facetTree(compiled: CompiledFacet, rows: readonly (readonly unknown[])[]): FacetGroup {
  const counted = rows.map(([path, count]): Entry => ({ path: String(path), count: Number(count) }))
  const seen = new Set(counted.map(({ path }) => path))
  const left = compiled.excluded.filter(path => !seen.has(path)).map((path): Entry => ({ path, count: null }))
  const entries = [...counted, ...(counted.length === 0 ? [] : left)]
  const byParent = Map.groupBy(entries, ({ path }) => (compiled.isTree ? parentOf(path) : ''))
  return { name: compiled.facet.name, facets: level(compiled, byParent, '') }
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

function level(
  compiled: CompiledFacet,
  byParent: ReadonlyMap<string, readonly Entry[]>,
  parent: string,
): readonly FacetValue[] {
  return (byParent.get(parent) ?? []).map(({ path, count }): FacetValue => {
    const name = compiled.isTree && parent !== '' ? path.slice(parent.length + 1) : path
    const below = compiled.isTree && path !== '' ? level(compiled, byParent, path) : []
    const children = below.length === 0 ? {} : { facets: below }
    if (count === null) return { name, state: 'excluded', value: path, ...children }
    const state = compiled.refined.includes(path) ? 'refined' : 'displayed'
    return { name, count, state, value: path, ...children }
  })
}
