import type { LanguageMap } from '../i18n/language-map.ts'
import { iri, type NodeTerm, type Property, text } from '../rdf/terms.ts'
import { accessRightIri, dataThemeIri, frequencyIri } from './authorities.ts'
import { distributionOf, distributionsOf, filesOf } from './dcat-distribution.ts'
import { placesOf } from './dcat-places.ts'
import {
  type CatalogEntry,
  type CatalogView,
  datasetIri,
  isPublic,
  metaText,
  pageAddress,
  refinedIri,
  titleOf,
} from './entry.ts'
import {
  languageOf,
  licenseOf,
  modifiedOf,
  momentOf,
  optional,
  property,
  resource,
  textsOf,
  webAddress,
} from './resources.ts'

/** `dcat:Dataset` as explore-api §8.6 draws it, with what DCAT-AP asks for beside: only facts that are known. */
export function datasetNode(entry: CatalogEntry, view: CatalogView): NodeTerm {
  const { metadata } = entry.revision
  const name = datasetIri(entry, view)
  const say = { fallback: metadata.language, view }
  return resource(
    'dcat:Dataset',
    [
      ...textsOf('dcterms:title', titleOf(entry), say),
      ...textsOf('dcterms:description', described(entry), say),
      property('dcterms:identifier', text(name)),
      ...momentsOf(entry, view),
      ...peopleOf(entry, view),
      ...licenseOf(entry),
      ...metadata.attributions.map(label =>
        property(
          'dcterms:rights',
          resource('dcterms:RightsStatement', [property('rdfs:label', text(label))]),
        ),
      ),
      property('dcat:landingPage', resource('foaf:Document', [], pageAddress(entry, view))),
      ...metadata.references
        .flatMap(address => webAddress(address) ?? [])
        .map(address => property('foaf:page', resource('foaf:Document', [], address))),
      ...languageOf(metadata.language),
      ...metadata.keyword.flatMap(keyword => textsOf('dcat:keyword', keyword, say)),
      ...metadata.theme.flatMap(theme => themesOf(theme, say)),
      ...placesOf(entry, view),
      ...distributionsOf(entry, view).map(distribution => distributionOf(distribution, entry, view)),
      ...filesOf(entry, view),
    ],
    name,
  )
}

/** DCAT-AP wants a description; without one the title is all that is known. */
const described = (entry: CatalogEntry): LanguageMap => {
  const { description } = entry.revision.metadata
  return Object.values(description).some(one => one !== '') ? description : titleOf(entry)
}

/** When it was made, published and changed, how often it changes, and what time it is about. */
function momentsOf(entry: CatalogEntry, view: CatalogView): readonly Property[] {
  const { updateFrequency } = entry.revision.metadata
  const moment = (member: string) => {
    const value = metaText(['dcat', member], entry, view)
    return value === null ? null : momentOf(value)
  }
  const period = [
    ...optional(moment('temporal_coverage_start'), start => property('dcat:startDate', start)),
    ...optional(moment('temporal_coverage_end'), end => property('dcat:endDate', end)),
  ]
  const frequency = updateFrequency === null ? null : frequencyIri(updateFrequency)
  return [
    ...optional(moment('created'), at => property('dcterms:created', at)),
    ...optional(moment('issued'), at => property('dcterms:issued', at)),
    modifiedOf(entry),
    ...optional(frequency, name =>
      property('dcterms:accrualPeriodicity', resource('dcterms:Frequency', [], name)),
    ),
    ...(period.length === 0 ? [] : [property('dcterms:temporal', resource('dcterms:PeriodOfTime', period))]),
  ]
}

/** Who publishes, made and knows it. */
function peopleOf(entry: CatalogEntry, view: CatalogView): readonly Property[] {
  const { publisher } = entry.revision.metadata
  const meta = (member: string): string | null => metaText(['dcat', member], entry, view)
  const agent = (label: string) => resource('foaf:Agent', [property('foaf:name', text(label))])
  const named = meta('contact_name')
  const email = meta('contact_email')
  const contact = [
    ...optional(named, name => property('vcard:fn', text(name))),
    ...optional(email, address => property('vcard:hasEmail', iri(`mailto:${address}`))),
  ]
  const rights = meta('accessRights')
  return [
    ...optional(publisher, name =>
      property('dcterms:publisher', { ...agent(name), iri: refinedIri('publisher', name, view) }),
    ),
    ...optional(meta('creator'), name => property('dcterms:creator', agent(name))),
    ...optional(meta('contributor'), name => property('dcterms:contributor', agent(name))),
    ...(contact.length === 0 ? [] : [property('dcat:contactPoint', resource('vcard:Kind', contact))]),
    property(
      'dcterms:accessRights',
      resource('dcterms:RightsStatement', ...statement(rights ?? accessRightIri(isPublic(entry, view)))),
    ),
    ...optional(meta('conforms_to'), standard =>
      property('dcterms:conformsTo', resource('dcterms:Standard', ...statement(standard))),
    ),
    ...optional(webAddress(meta('relation') ?? ''), address => property('dcterms:relation', iri(address))),
  ]
}

/** Something known by its address, or by its name alone. */
const statement = (value: string): [properties: readonly Property[], name?: string] => {
  const address = webAddress(value)
  return address === null ? [[property('rdfs:label', text(value))]] : [[], address]
}

/** A theme of the portal, and the EU's data theme of that name where there is one. */
function themesOf(
  theme: LanguageMap,
  say: { readonly fallback: string; readonly view: CatalogView },
): readonly Property[] {
  const labels = Object.values(theme).filter(label => label !== '')
  const [first] = labels
  if (first === undefined) return []
  const concept = resource(
    'skos:Concept',
    textsOf('skos:prefLabel', theme, say),
    refinedIri('theme', theme[say.view.languages[0]] ?? first, say.view),
  )
  return [
    property('dcat:theme', concept),
    ...optional(dataThemeIri(labels), name => property('dcat:theme', resource('skos:Concept', [], name))),
  ]
}
