import type { LanguageMap } from '../i18n/language-map.ts'

/** Types of members of metadata templates (explore-api §9.3), as far as publishers fill them in. */
export const META_TYPES = [
  ...(['text', 'longstring', 'html', 'list', 'date', 'datetime', 'boolean', 'int', 'double'] as const),
] as const
export type MetaType = (typeof META_TYPES)[number]

/** A member of a template. */
export interface MetaMember {
  readonly name: string
  readonly type: MetaType
  /** Shown to people; null where only the name is known. */
  readonly label: LanguageMap | null
  /** Whether the catalogue can be refined by it. */
  readonly facet: boolean
}

/**
 * Kinds of templates (explore-api §9.3): `basic` ones are of the portal, `interop` ones of a standard; `extra` and
 * `admin` ones are the application's own.
 */
export const TEMPLATE_KINDS = ['basic', 'interop', 'extra', 'admin'] as const
export type TemplateKind = (typeof TEMPLATE_KINDS)[number]

/** A named set of metadata of datasets. */
export interface MetadataTemplate {
  readonly name: string
  readonly kind: TemplateKind
  readonly title: LanguageMap
  readonly members: readonly MetaMember[]
}

/** Members of one type, by their names with spaces between. */
export const members = (
  type: MetaType,
  names: string,
  facets: readonly string[] = [],
): readonly MetaMember[] =>
  names.split(' ').map(name => ({ name, type, label: null, facet: facets.includes(name) }))

/** DCMI terms that say something of a dataset as a whole (DCMI Metadata Terms §2). */
const DCMI_TERMS =
  'title alternative subject description abstract tableOfContents type language coverage spatial temporal relation source ' +
  'references isReferencedBy isPartOf hasPart isVersionOf hasVersion replaces isReplacedBy requires isRequiredBy conformsTo ' +
  'creator publisher contributor rights rightsHolder accessRights license provenance audience format extent medium ' +
  'identifier bibliographicCitation accrualMethod accrualPeriodicity accrualPolicy'

/** Templates of standards that a portal may activate, with the members that live portals have (explore-api §9.3). */
export const INTEROP_TEMPLATES = {
  dcat: {
    title: { en: 'DCAT' },
    members: [
      ...members('date', 'created issued'),
      ...members('text', 'creator contributor contact_name contact_email', ['creator', 'contributor']),
      ...members('text', 'accrualperiodicity spatial temporal', ['accrualperiodicity']),
      ...members('text', 'granularity dataquality publisher_type conforms_to', [
        'granularity',
        'dataquality',
      ]),
      ...members('date', 'temporal_coverage_start temporal_coverage_end'),
      ...members('text', 'accessRights relation'),
    ],
  },
  inspire: {
    title: { en: 'INSPIRE' },
    members: [
      ...members('list', 'theme'),
      ...members('text', 'type file_identifier hierarchy_level hierarchy_level_name spatial_resolution'),
      ...members('text', 'topologic_consistency contact_individual_name contact_position contact_address'),
      ...members('text', 'contact_email identification_purpose'),
      ...members('longstring', 'extend_description'),
      ...members('double', 'extend_bounding_box_westbound_longitude extend_bounding_box_eastbound_longitude'),
      ...members('double', 'extend_bounding_box_southbound_latitude extend_bounding_box_northbound_latitude'),
    ],
  },
  'dublin-core': {
    title: { en: 'Dublin Core' },
    members: [
      ...members('text', DCMI_TERMS),
      ...members('date', 'date created issued modified available valid dateAccepted dateCopyrighted'),
    ],
  },
} as const satisfies Readonly<Record<string, Pick<MetadataTemplate, 'title' | 'members'>>>

export type InteropName = keyof typeof INTEROP_TEMPLATES

/** A portal's own template, as its file declares it. */
export interface CustomTemplate {
  readonly title?: LanguageMap
  readonly members: Readonly<
    Record<string, { readonly type?: MetaType; readonly label?: LanguageMap; readonly facet?: true }>
  >
}

/** Which templates a portal has beside `default`. */
export interface TemplateSettings {
  readonly activated?: readonly InteropName[]
  readonly custom?: Readonly<Record<string, CustomTemplate>>
}

const NONE: readonly MetadataTemplate[] = []
const known = new WeakMap<TemplateSettings, readonly MetadataTemplate[]>()

/** The templates of a portal beside `default`, those of standards first; the same list for the same settings. */
export function activeTemplates(settings: TemplateSettings | undefined): readonly MetadataTemplate[] {
  if (settings === undefined) return NONE
  const found = known.get(settings)
  if (found !== undefined) return found
  const made = [
    ...(settings.activated ?? []).map(name => ({
      name,
      kind: 'interop' as const,
      ...INTEROP_TEMPLATES[name],
    })),
    ...Object.entries(settings.custom ?? {}).map(customTemplate),
  ]
  known.set(settings, made)
  return made
}

/** National profiles of DCAT-AP are standards, whatever members a portal gives them. */
const customTemplate = ([name, { title, members: own }]: [string, CustomTemplate]): MetadataTemplate => ({
  name,
  kind: name.startsWith('dcat_ap_') ? 'interop' : 'basic',
  title: title ?? { '': name },
  members: Object.entries(own).map(([member, { type = 'text', label = null, facet = false }]) => ({
    ...{ name: member, type, label, facet },
  })),
})
