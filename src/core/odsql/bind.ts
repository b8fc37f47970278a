import type { Parsed } from '../parsed.ts'
import type { Clauses, LabelledNode, Pattern, SelectItem } from './ast.ts'
import { bindCondition } from './bind-condition.ts'
import { bindFacet, bindRefinement } from './bind-facet.ts'
import { bindOrder } from './bind-order.ts'
import { bareField, bindValue } from './bind-value.ts'
import { type Allowed, type Binder, bindName, fault, isGeo } from './binder.ts'
import type { BoundItem, BoundQuery, BoundValue } from './bound.ts'
import type { OdsqlFault } from './faults.ts'
import type { FieldSet } from './field-set.ts'

/**
 * Tree → bound: every name found, every type checked, before anything reaches the engine. All the faults of
 * all the clauses are told (explore-api §5.4).
 */
export function bind(
  clauses: Clauses,
  fields: FieldSet,
  { placeKeys }: Pick<Allowed, 'placeKeys'> = {},
): Parsed<BoundQuery, OdsqlFault> {
  const faults: OdsqlFault[] = []
  const binder = (clause: Binder['clause'], allowed: Allowed): Binder => ({
    ...{ clause, fields, faults, allowed, labels: new Map(), keys: null },
  })
  const plain = binder('where', { aggregates: 'none', elements: true })
  const groupBy = bindGroups(
    { ...plain, clause: 'group_by', allowed: { ...plain.allowed, placeKeys: placeKeys === true } },
    clauses.groupBy,
  )
  const select = bindSelect(
    { ...binder('select', { aggregates: 'allowed', elements: false }), keys: groupBy },
    clauses.select,
  )
  const where = (['where', 'search', 'qv1'] as const).flatMap(clause =>
    clauses[clause].map(node => bindCondition({ ...plain, clause }, node)),
  )
  const orderBy = bindOrder({ ...plain, clause: 'order_by' }, clauses.orderBy, { select, groupBy })
  const facets = clauses.facet
    .map(node => bindFacet({ ...plain, clause: 'facet' }, node))
    .filter(facet => facet !== null)
  const refine = clauses.refine.map(node => bindRefinement({ ...plain, clause: 'refine' }, node, facets))
  const exclude = clauses.exclude.map(node => bindRefinement({ ...plain, clause: 'exclude' }, node, facets))
  const [first, ...rest] = faults
  if (first !== undefined) return { ok: false, diagnostics: [first, ...rest] }
  const present = <T>(items: readonly (T | null)[]): readonly T[] => items.filter(item => item !== null)
  const value = { select, groupBy, where: present(where), orderBy, facets }
  return { ok: true, value: { ...value, refine: present(refine), exclude: present(exclude) } }
}

function bindGroups(binder: Binder, nodes: readonly LabelledNode[]): readonly BoundItem[] | null {
  if (nodes.length === 0) return null
  const items = nodes.map(node => bindItem(binder, node, value => groupFault(binder, node, value)))
  return unique(items.filter(item => item !== null))
}

function groupFault(binder: Binder, node: LabelledNode, value: BoundValue): boolean {
  const isPlace = isGeo(value.type) && binder.allowed.placeKeys !== true
  const isStructure = value.kind !== 'cluster' && (value.type === 'json_blob' || value.type === 'file')
  const refused = isPlace || isStructure
  if (refused) fault(binder, node.span, { code: 'odsql_group_geo', type: value.type })
  return refused
}

function bindItem(
  binder: Binder,
  node: LabelledNode,
  isFaulty: (value: BoundValue) => boolean,
): BoundItem | null {
  const value = bindValue(binder, node.value)
  return value === null || isFaulty(value) ? null : { key: node.label ?? node.text, value }
}

/** The last value of each key, in the place of the first. */
function unique(items: readonly BoundItem[]): readonly BoundItem[] {
  const byKey = new Map<string, BoundItem>()
  for (const item of items) byKey.set(item.key, item)
  return [...byKey.values()]
}

function bindSelect(binder: Binder, items: readonly SelectItem[]): readonly BoundItem[] {
  if (binder.keys !== null) return bindGroupedSelect(binder, items, binder.keys)
  if (items.length === 0) return allFields(binder.fields)
  const excluded = excludedFields(binder, items)
  const stays = ({ value }: BoundItem): boolean => value.kind !== 'field' || !excluded.has(value.field)
  const bound = items.flatMap(item => {
    const all = bindSelectItem(binder, item)
    // what has a name of its own is asked for, whatever becomes of the field
    return item.kind === 'value' && item.label !== null ? all : all.filter(stays)
  })
  const onlyExcludes = items.every(item => item.kind === 'exclude')
  return unique(onlyExcludes ? allFields(binder.fields).filter(stays) : bound)
}

const allFields = ({ fields }: FieldSet): readonly BoundItem[] =>
  fields.flatMap((field, index) => (field.visible ? [fieldItem(fields, index)] : []))

function fieldItem(fields: FieldSet['fields'], index: number): BoundItem {
  const field = fields[index]
  const type = field?.type ?? 'text'
  return { key: field?.name ?? '', value: { kind: 'field', type, field: index, list: field?.list ?? false } }
}

function bindSelectItem(binder: Binder, item: SelectItem): readonly BoundItem[] {
  switch (item.kind) {
    case 'star':
      return allFields(binder.fields)
    case 'exclude':
      return []
    case 'include':
      return matching(binder, item.patterns, item).map(index => fieldItem(binder.fields.fields, index))
    case 'value': {
      const bound = bindItem(binder, item, () => false)
      return bound === null ? [] : [bound]
    }
  }
}

/** Numbers of the visible fields that the patterns name. A whole name must exist, a start may match nothing. */
function matching(binder: Binder, patterns: readonly Pattern[], { span }: SelectItem): readonly number[] {
  return patterns.flatMap(({ name, prefix }) => {
    if (!prefix) return bindName(binder, name, span) ?? []
    const start = name.toLowerCase()
    return binder.fields.fields.flatMap((field, index) =>
      field.visible && field.name.toLowerCase().startsWith(start) ? [index] : [],
    )
  })
}

function excludedFields(binder: Binder, items: readonly SelectItem[]): ReadonlySet<number> {
  return new Set(
    items.flatMap(item => (item.kind === 'exclude' ? matching(binder, item.patterns, item) : [])),
  )
}

/** Group keys first, then the items: aggregates, keys and constants only (explore-api §7.2). */
function bindGroupedSelect(
  binder: Binder,
  items: readonly SelectItem[],
  keys: readonly BoundItem[],
): readonly BoundItem[] {
  const keyItems = keys.map((key, index): BoundItem => keyItem(key, index))
  const named = new Map(keyItems.map(key => [key.key, key.value]))
  const bound = items.flatMap(item => {
    if (item.kind !== 'value') return ungrouped(binder, item, '*')
    const isOwnName =
      item.value.kind === 'field' && binder.fields.find(item.value.path.join('.')) === 'unknown'
    const labels = isOwnName ? named : new Map<string, BoundValue>()
    const value = bindValue({ ...binder, labels }, item.value)
    if (value === null) return []
    const bare = bareField(value)
    if (bare !== null) return ungrouped(binder, item, binder.fields.fields[bare.field]?.name ?? '')
    return [{ key: item.label ?? item.text, value }]
  })
  return unique([...keyItems, ...bound])
}

const keyItem = (key: BoundItem, index: number): BoundItem => ({
  key: key.key,
  value: { kind: 'key', type: key.value.type, index },
})

function ungrouped(binder: Binder, item: SelectItem, name: string): readonly BoundItem[] {
  fault(binder, item.span, { code: 'odsql_not_grouped', name })
  return []
}
