import type { FacetNode, RefineNode } from './ast.ts'
import { converted } from './bind-condition.ts'
import { bindPeriod } from './bind-value.ts'
import { type Binder, bindName, fault, isGeo, isNumber, isTime } from './binder.ts'
import type { BoundCondition, BoundFacet, BoundRefinement, BoundValue, FacetSort } from './bound.ts'
import { FACET_SORTS } from './bound.ts'
import type { QueryField } from './field-set.ts'
import type { ValueType } from './functions.ts'

/** A facet of the request, what it does not say taken from the field (explore-api §12.2). */
export function bindFacet(binder: Binder, node: FacetNode): BoundFacet | null {
  const index = bindName(binder, node.name, node.span)
  const field = index === null ? undefined : binder.fields.fields[index]
  if (index === null || field === undefined) return null
  if (!isCounted(field.type))
    return fault(binder, node.span, { code: 'odsql_facet_argument', name: node.name })
  if (node.sort !== null && !isSort(node.sort))
    return fault(binder, node.span, { code: 'odsql_facet_argument', name: 'sort' })
  if (node.limit !== null && node.limit < 0)
    return fault(binder, node.span, { code: 'odsql_facet_argument', name: 'limit' })
  const declared = field.hierarchy ?? '/'
  const separator = (node.hierarchical ?? field.hierarchy !== null) ? (node.separator ?? declared) : null
  return {
    name: node.name,
    field: index,
    disjunctive: node.disjunctive ?? field.disjunctive,
    separator: separator === '' ? null : separator,
    sort: node.sort ?? defaultSort(field),
    limit: node.limit,
  }
}

/** The facets of a request that names none: the fields annotated so. */
export const defaultFacets = (fields: readonly QueryField[]): readonly BoundFacet[] =>
  fields.flatMap((field, index) =>
    field.facet && isCounted(field.type)
      ? [
          {
            name: field.name,
            field: index,
            disjunctive: field.disjunctive,
            separator: field.hierarchy,
            sort: defaultSort(field),
            limit: null,
          },
        ]
      : [],
  )

const isSort = (text: string): text is FacetSort => FACET_SORTS.some(sort => sort === text)
const isCounted = (type: ValueType): boolean => !isGeo(type) && type !== 'json_blob' && type !== 'file'

/** Annotated, else most frequent text first, dates and numbers ascending. */
function defaultSort(field: QueryField): FacetSort {
  if (field.facetSort !== null && isSort(field.facetSort)) return field.facetSort
  if (isNumber(field.type)) return 'num'
  return isTime(field.type) ? 'alphanum' : '-count'
}

/** One `refine` or `exclude` as the condition it stands for (explore-api §12.3). */
export function bindRefinement(
  binder: Binder,
  node: RefineNode,
  facets: readonly BoundFacet[],
): BoundRefinement | null {
  const index = bindName(binder, node.name, node.span)
  const field = index === null ? undefined : binder.fields.fields[index]
  if (index === null || field === undefined) return null
  const subject: BoundValue & { readonly kind: 'field' } = {
    kind: 'field',
    type: field.type,
    field: index,
    list: field.list,
  }
  if (!isCounted(field.type)) return refuse(binder, node)
  const facet = facets.find(candidate => candidate.field === index)
  const separator = facet === undefined ? field.hierarchy : facet.separator
  const disjunctive = facet?.disjunctive ?? field.disjunctive
  if (separator !== null && !isTime(field.type))
    return { ...bindPath(subject, node.value, separator), disjunctive }
  const value = isTime(field.type) ? trimmed(node.value) : node.value
  const faults: Binder['faults'] = []
  const literal = readLiteral({ ...binder, faults }, { ...node, value }, field.type)
  if (literal === null) return refuse(binder, node)
  const condition: BoundCondition = { kind: 'compare', op: '=', left: subject, right: literal }
  return { field: index, value: canonical(field.type, value, literal), condition, disjunctive }
}

const refuse = (binder: Binder, node: RefineNode): null =>
  fault(binder, node.span, { code: 'odsql_refine_value', name: node.name, value: node.value })

const trimmed = (value: string): string => value.trim()

function readLiteral(binder: Binder, { value, span }: RefineNode, type: ValueType): BoundValue | null {
  if (isTime(type)) return bindPeriod(binder, value, { span })
  const text: BoundValue = { kind: 'text', type: 'text', value }
  return converted(binder, { value: text, node: { kind: 'string', value, span } }, type)
}

/** The spelling that facet values have: `2020/03/01`, `true`, `12`. */
function canonical(type: ValueType, value: string, literal: BoundValue): string {
  if (isTime(type))
    return value
      .split(/[-/]/)
      .map(part => part.padStart(2, '0'))
      .join('/')
  if (literal.kind === 'boolean') return String(literal.value)
  return literal.kind === 'number' ? String(Number(literal.text)) : value
}

/** A path, in the field's separator or in `/`, and all below it. */
function bindPath(
  subject: BoundValue & { readonly kind: 'field' },
  value: string,
  separator: string,
): Omit<BoundRefinement, 'disjunctive'> {
  const path = value.split(separator).join('/')
  return { field: subject.field, value: path, condition: { kind: 'under', subject, path, separator } }
}
