import type { AttachmentWords } from '../dataset/attachment.ts'
import { isDatasetId } from '../dataset/dataset.ts'
import type { FieldSettings, FieldType } from '../dataset/field.ts'
import { EMPTY_METADATA, type Metadata } from '../dataset/metadata.ts'
import type { ReadOptions } from '../dataset/revision.ts'
import { type DatasetRules, OPEN_RULES } from '../dataset/rules.ts'
import type { LanguageMap } from '../i18n/language-map.ts'
import { type Diagnostic, type Parsed, parsed, refused } from '../parsed.ts'
import { brandFault } from './brand.ts'
import { checkIdentityProviders } from './check-identity-providers.ts'
import { checkMetas } from './check-metas.ts'
import { checkServices } from './check-services.ts'
import datasetSchema from './dataset.schema.json' with { type: 'json' }
import { readJsonFile, schemaOf } from './json-file.ts'
import portalSchema from './portal.schema.json' with { type: 'json' }
import type { PortalConfig } from './portal.ts'
import { readTexts } from './read-texts.ts'

/** Where the bytes of a dataset come from. */
export type DeclaredSource =
  /** A file of an installed npm package. */
  | { readonly package: string; readonly path: string }
  /** A file of the portal's folder. */
  | { readonly file: string }
  | { readonly url: string }

/** A file beside the data, and what is said of it. */
export interface DeclaredAttachment extends AttachmentWords {
  readonly source: DeclaredSource
}

/** A dataset as its file declares it: what publishing needs, except the bytes. */
export interface DatasetAsCode {
  readonly datasetId: string
  readonly source: DeclaredSource
  readonly options: ReadOptions
  readonly metadata: Metadata
  readonly rules: DatasetRules
  /** Files beside the data; they replace those of the published revision. */
  readonly attachments: readonly DeclaredAttachment[]
}

/** A portal's folder, read. Datasets are in the order of their identifiers. */
export interface PortalAsCode {
  readonly config: PortalConfig
  readonly datasets: readonly DatasetAsCode[]
}

/** The texts of one portal's folder by path below it, `/` between folders. */
export type PortalFiles = ReadonlyMap<string, string>

interface DatasetFile
  extends Partial<Omit<Metadata, 'title' | 'description' | 'attachments'>>,
    Partial<DatasetRules> {
  readonly title: LanguageMap
  readonly description: LanguageMap
  readonly source: DeclaredSource
  readonly options?: ReadOptions
  readonly attachments?: readonly DeclaredAttachment[]
  readonly fields?: Readonly<Record<string, FieldSettings & { readonly type?: FieldType }>>
}

const PORTAL_FILE = 'portal.json'
const DATASET_FILE = /^datasets\/([^/]+)\.json$/
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/

const portalFile = schemaOf<Omit<PortalConfig, 'slug'> & { readonly $schema?: string }>(portalSchema)
const datasetFile = schemaOf<DatasetFile & { readonly $schema?: string }>(datasetSchema)

/** Names of portals and of their folders: lower-case letters, digits and `-`, 1 to 40 characters. */
export const isSlug = (text: string): boolean => SLUG.test(text)

/** Reads a portal's folder; every fault of every file is told with file, member and hint. */
export function readPortal(slug: string, files: PortalFiles): Parsed<PortalAsCode> {
  const faults: Diagnostic[] = []
  const config = readConfig(slug, files, faults)
  const datasets: DatasetAsCode[] = []
  for (const [path, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const datasetId = DATASET_FILE.exec(path)?.[1]
    if (datasetId === undefined) continue
    const place = `${slug}/${path}`
    const dataset = readDataset(place, datasetId, text, config?.languages[0] ?? 'en')
    if (dataset.ok) {
      datasets.push(dataset.value)
      if (config !== undefined) faults.push(...checkMetas(place, dataset.value.metadata.metas, config))
    } else faults.push(...dataset.diagnostics)
  }
  const [first, ...rest] = faults
  if (first !== undefined) return refused(first, ...rest)
  return config === undefined
    ? refused({ code: 'file_unreadable', place: slug, params: { file: PORTAL_FILE } })
    : parsed({ config, datasets })
}

function readConfig(slug: string, files: PortalFiles, faults: Diagnostic[]): PortalConfig | undefined {
  const place = `${slug}/${PORTAL_FILE}`
  if (!isSlug(slug))
    faults.push({ code: 'member_invalid', place: slug, params: { member: 'slug', expected: SLUG.source } })
  const text = files.get(PORTAL_FILE)
  if (text === undefined) {
    faults.push({ code: 'file_unreadable', place, params: { file: place } })
    return undefined
  }
  const read = readJsonFile(place, text, portalFile)
  if (!read.ok) {
    faults.push(...read.diagnostics)
    return undefined
  }
  const texts = readTexts(slug, files, read.value)
  if (!texts.ok) {
    faults.push(...texts.diagnostics)
    return undefined
  }
  const { $schema: _, ...portal } = { ...read.value, ...texts.value }
  faults.push(
    ...checkTexts(place, portal),
    ...checkBrand(place, portal.brand),
    ...checkServices(place, portal),
    ...checkIdentityProviders(place, portal),
  )
  return { slug, ...portal }
}

/** Texts that the default language needs, since every reader may fall back to it. */
function checkTexts(place: string, portal: Omit<PortalConfig, 'slug'>): readonly Diagnostic[] {
  const [language] = portal.languages
  return (['title', 'description'] as const)
    .filter(name => portal[name][language] === undefined)
    .map(name => `${name}.${language}`)
    .map(member => ({ code: 'member_missing', place: `${place}: ${member}`, params: { member } }))
}

const checkBrand = (place: string, brand: string): readonly Diagnostic[] =>
  brandFault(brand) === 'too_light'
    ? [{ code: 'brand_contrast', place: `${place}: brand`, params: { colour: brand } }]
    : []

function readDataset(
  place: string,
  datasetId: string,
  text: string,
  defaultLanguage: string,
): Parsed<DatasetAsCode> {
  if (!isDatasetId(datasetId))
    return refused({ code: 'dataset_id_invalid', place, params: { dataset: datasetId } })
  const read = readJsonFile(place, text, datasetFile)
  if (!read.ok) return read
  const { $schema: _, source, options = {}, fields = {}, attachments = [], ...rest } = read.value
  const { visibility, dataVisible, callsPerDay, ...said } = { ...OPEN_RULES, ...rest }
  return parsed({
    datasetId,
    source,
    options: { ...options, ...fieldOptions(fields) },
    metadata: { ...EMPTY_METADATA, language: defaultLanguage, ...said },
    rules: { visibility, dataVisible, callsPerDay },
    attachments,
  })
}

/** What is said of fields, split as the reader of the source wants it: types apart from labels. */
function fieldOptions(fields: NonNullable<DatasetFile['fields']>): Pick<ReadOptions, 'types' | 'fields'> {
  const types: Record<string, FieldType> = {}
  const settings: Record<string, FieldSettings> = {}
  for (const [name, { type, ...rest }] of Object.entries(fields)) {
    if (type !== undefined) types[name] = type
    if (Object.keys(rest).length > 0) settings[name] = rest
  }
  return {
    ...(Object.keys(types).length > 0 && { types }),
    ...(Object.keys(settings).length > 0 && { fields: settings }),
  }
}
