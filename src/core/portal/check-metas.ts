import { closestMatch } from '../closest-match.ts'
import { metaValueFault } from '../dataset/meta-value.ts'
import type { MetaValue, TemplateValues } from '../dataset/metadata.ts'
import { activeTemplates, type MetadataTemplate } from '../dataset/metadata-templates.ts'
import type { Diagnostic } from '../parsed.ts'
import type { PortalConfig } from './portal.ts'

/** Faults of a dataset's values of metadata templates, by what its portal has activated. */
export function checkMetas(
  place: string,
  metas: TemplateValues,
  { metadataTemplates }: Pick<PortalConfig, 'metadataTemplates'>,
): readonly Diagnostic[] {
  const templates = activeTemplates(metadataTemplates)
  return Object.entries(metas).flatMap(([name, values]) => {
    const template = templates.find(one => one.name === name)
    return template === undefined
      ? [unknown(place, `metas.${name}`, [name, templates.map(one => one.name)])]
      : checkTemplate(place, template, values)
  })
}

const checkTemplate = (
  place: string,
  { name, members }: MetadataTemplate,
  values: Readonly<Record<string, MetaValue>>,
): readonly Diagnostic[] =>
  Object.entries(values).flatMap(([member, value]) => {
    const path = `metas.${name}.${member}`
    const found = members.find(one => one.name === member)
    if (found === undefined) return [unknown(place, path, [member, members.map(one => one.name)])]
    const expected = metaValueFault(value, found.type)
    return expected === null
      ? []
      : [{ code: 'member_invalid', place: `${place}: ${path}`, params: { member: path, expected } } as const]
  })

function unknown(
  place: string,
  member: string,
  [name, names]: readonly [name: string, names: readonly string[]],
): Diagnostic {
  const near = closestMatch(name, names)
  const fault = { code: 'member_unknown', place: `${place}: ${member}`, params: { member } } as const
  return near === undefined ? fault : { ...fault, hint: { code: 'did_you_mean', params: { name: near } } }
}
