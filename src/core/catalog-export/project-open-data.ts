import { frequencyInterval } from './authorities.ts'
import { distributionsOf } from './dcat-distribution.ts'
import {
  type CatalogEntry,
  type CatalogView,
  type CatalogWriter,
  datasetIri,
  isPublic,
  metaText,
  modifiedAt,
  pageAddress,
  plainText,
  said,
  titleOf,
} from './entry.ts'
import { momentOf, webAddress } from './resources.ts'

const SCHEMA = 'https://project-open-data.cio.gov/v1.1/schema'

/** `data.json`, the Project Open Data metadata schema v1.1: what it requires is there, in one language. */
export function projectOpenDataWriter(view: CatalogView): CatalogWriter {
  let first = true
  const head = {
    '@context': `${SCHEMA}/catalog.jsonld`,
    '@id': `${view.origin}/api/explore/v2.1/catalog/exports/data.json`,
    '@type': 'dcat:Catalog',
    conformsTo: SCHEMA,
    describedBy: `${SCHEMA}/catalog.json`,
  }
  return {
    head: () => `${JSON.stringify(head).slice(0, -1)},"dataset":[`,
    entry: entry => {
      const between = first ? '\n' : ',\n'
      first = false
      return `${between}${JSON.stringify(datasetMember(entry, view))}`
    },
    tail: () => '\n]}\n',
  }
}

const EMAIL = /^[^@\s]+@[^@\s]+$/

const known = (member: string, value: string | null): object =>
  value === null || value === '' ? {} : { [member]: value }
const listed = <T>(member: string, values: readonly T[]): object =>
  values.length === 0 ? {} : { [member]: values }

function datasetMember(entry: CatalogEntry, view: CatalogView): object {
  const { dataset, revision } = entry
  const { metadata } = revision
  const say = (map: Readonly<Record<string, string>>) => said(map, entry, view)
  const title = say(titleOf(entry)) ?? dataset.datasetId
  const theme = metadata.theme.flatMap(map => say(map) ?? [])
  const keyword = metadata.keyword.flatMap(map => say(map) ?? [])
  const meta = (member: string) => metaText(['dcat', member], entry, view)
  const { updateFrequency, licenseUrl } = metadata
  const [email, issued] = [meta('contact_email'), meta('issued')]
  return {
    '@type': 'dcat:Dataset',
    identifier: datasetIri(entry, view),
    title,
    // required, and never empty: without one its title is all that is known
    description: plainText(say(metadata.description) ?? '') || title,
    keyword: [keyword, theme, [dataset.datasetId]].find(words => words.length > 0),
    modified: modifiedAt(entry),
    publisher: { '@type': 'org:Organization', name: metadata.publisher || view.legal.name },
    contactPoint: {
      '@type': 'vcard:Contact',
      fn: meta('contact_name') ?? (metadata.publisher || view.legal.name),
      hasEmail: `mailto:${email !== null && EMAIL.test(email) ? email : view.legal.email}`,
    },
    accessLevel: accessLevelOf(entry, view),
    ...known('issued', issued === null ? null : (momentOf(issued)?.value ?? null)),
    ...known('license', licenseUrl === null ? null : webAddress(licenseUrl)),
    ...known('rights', licenseUrl === null ? (metadata.license?.slice(0, 255) ?? null) : null),
    ...known('spatial', metadata.territory.join(', ')),
    ...known('accrualPeriodicity', updateFrequency === null ? null : frequencyInterval(updateFrequency)),
    landingPage: pageAddress(entry, view),
    language: [metadata.language],
    ...listed('theme', theme),
    ...listed(
      'references',
      metadata.references.flatMap(address => webAddress(address) ?? []),
    ),
    ...listed('distribution', distributionMembers(entry, view)),
  }
}

/** Words of the schema: who may have the data. */
function accessLevelOf(entry: CatalogEntry, view: CatalogView): string {
  if (isPublic(entry, view)) return 'public'
  return entry.dataset.rules.visibility === 'restricted' ? 'non-public' : 'restricted public'
}

const distributionMembers = (entry: CatalogEntry, view: CatalogView): readonly object[] =>
  distributionsOf(entry, view).map(({ traits, address, fileName }) => ({
    '@type': 'dcat:Distribution',
    title: fileName,
    downloadURL: address,
    mediaType: traits.type.split(';', 1)[0],
    format: traits.label,
  }))
