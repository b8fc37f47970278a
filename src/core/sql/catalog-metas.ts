import { isList } from '../dataset/meta-value.ts'
import type { MetaValue, TemplateValues } from '../dataset/metadata.ts'
import type { MetadataTemplate, MetaMember, MetaType } from '../dataset/metadata-templates.ts'
import type { LanguageMap } from '../i18n/language-map.ts'
import { QUERY_FIELD, type QueryField } from '../odsql/field-set.ts'
import type { ValueType } from '../odsql/functions.ts'
import { type Fragment, param, sql } from './fragment.ts'
import type { FieldColumns } from './query-table.ts'

/** Templates of portals come and go, so their values lie in two maps of the index: texts by language, and lists. */
export const META_COLUMNS = [
  { name: '_metas', type: 'Map(String, Map(String, String))' },
  { name: '_meta_lists', type: 'Map(String, Array(String))' },
] as const

/** A member of a template as a field of the catalogue. */
export interface MetaColumn {
  readonly field: QueryField
  value(resolved: (map: Fragment) => Fragment): FieldColumns
}

const VALUE_TYPES: Readonly<Record<MetaType, ValueType>> = {
  ...{ text: 'text', longstring: 'text', html: 'text', list: 'text', date: 'datetime', datetime: 'datetime' },
  ...{ boolean: 'boolean', int: 'int', double: 'double' },
}

/** The members of templates by qualified names; those of a portal's own also by their bare one (explore-api §6.2). */
export const metaColumns = (templates: readonly MetadataTemplate[]): readonly MetaColumn[] =>
  templates.flatMap(template => template.members.map(member => metaColumn(template, member)))

function metaColumn(
  { name: template, kind }: MetadataTemplate,
  { name, type, facet }: MetaMember,
): MetaColumn {
  const qualified = `${template}.${name}`
  const key = param(qualified, 'String')
  return {
    field: {
      ...QUERY_FIELD,
      name: qualified,
      aliases: kind === 'basic' ? [name] : [],
      type: VALUE_TYPES[type],
      list: type === 'list',
      facet,
    },
    value: resolved => ({
      value: type === 'list' ? sql`_meta_lists[${key}]` : typed(resolved(sql`_metas[${key}]`), type),
    }),
  }
}

/** A text as the value that it stands for; null when nothing is said. */
function typed(text: Fragment, type: MetaType): Fragment {
  switch (type) {
    case 'date':
    case 'datetime':
      return sql`parseDateTime64BestEffortOrNull(${text}, 3, 'UTC')`
    case 'int':
      return sql`toInt64OrNull(${text})`
    case 'double':
      return sql`toFloat64OrNull(${text})`
    case 'boolean':
      return sql`(${text} = 'true')`
    default:
      return text
  }
}

/** Values of templates as the two maps hold them. */
export interface MetaMaps {
  readonly texts: Readonly<Record<string, LanguageMap>>
  readonly lists: Readonly<Record<string, readonly string[]>>
}

/** Values by qualified names. */
export function metaMaps(metas: TemplateValues): MetaMaps {
  const texts: Record<string, LanguageMap> = {}
  const lists: Record<string, readonly string[]> = {}
  for (const [template, values] of Object.entries(metas))
    for (const [member, value] of Object.entries(values)) {
      const key = `${template}.${member}`
      if (isList(value)) lists[key] = value
      else texts[key] = textsOf(value)
    }
  return { texts, lists }
}

const textsOf = (value: Exclude<MetaValue, readonly string[]>): LanguageMap =>
  typeof value === 'object' ? value : { '': String(value) }
