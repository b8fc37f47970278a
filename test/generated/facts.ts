import { type Link, type Members, read } from '../explore/ask-city.ts'
import { ROOT } from '../explore/city.ts'
import { type DescribedApi, describedApi, type OpenApiDocument } from '../explore/described-api.ts'

/** How questions may use a field; `texts` are lists. */
export type Kind = 'text' | 'texts' | 'number' | 'boolean' | 'date' | 'point' | 'shape' | 'other'

export interface FieldFacts {
  readonly name: string
  readonly kind: Kind
  /** Values that records have, none of them null. */
  readonly values: readonly unknown[]
  /** Values of its facet, as `refine` takes them. */
  readonly facets: readonly string[]
}

/** What a stranger learns of a dataset from its document and its answers. */
export interface DatasetFacts {
  readonly id: string
  readonly api: DescribedApi
  readonly fields: readonly FieldFacts[]
  readonly recordIds: readonly string[]
  /** Names of formats that it is exported in. */
  readonly formats: readonly string[]
}

const KINDS: Readonly<Record<string, Kind>> = {
  ...{ text: 'text', int: 'number', double: 'number', boolean: 'boolean', date: 'date', datetime: 'date' },
  ...{ geo_point_2d: 'point', geo_shape: 'shape' },
}

type Schema = Readonly<Record<string, unknown>>

const kindOf = (schema: Schema): Kind =>
  Array.isArray(schema.type) && schema.type.includes('array')
    ? 'texts'
    : (KINDS[String(schema['x-type'])] ?? 'other')

const formatNames = (links: readonly Link[]): readonly string[] =>
  links.filter(({ rel }) => rel !== 'self').map(({ rel }) => rel)

/** Asks the API what there is to ask about. */
export async function datasetFacts(id: string): Promise<DatasetFacts> {
  const root = `${ROOT}/catalog/datasets/${id}`
  const document = await read<OpenApiDocument>(`${root}/openapi.json`)
  const { Record: schema } = (document.components.schemas ?? {}) as {
    Record: { properties: Readonly<Record<string, Schema>> }
  }
  const { properties } = schema
  const { results } = await read<{ results: readonly Members[] }>(`${root}/records`, {
    ...{ limit: 100, include_app_metas: true },
  })
  const names = Object.keys(properties).filter(name => !name.startsWith('_'))
  const facets = await read<{ facets: readonly { name: string; facets: readonly { value: string }[] }[] }>(
    `${root}/facets`,
  )
  return {
    id,
    api: describedApi(document),
    recordIds: results.map(({ _id }) => String(_id)),
    formats: formatNames((await read<{ links: readonly Link[] }>(`${root}/exports`)).links),
    fields: names.map(name => ({
      name,
      kind: kindOf(properties[name] ?? {}),
      values: results.flatMap(record => (record[name] === null ? [] : [record[name]])).slice(0, 30),
      facets: (facets.facets.find(facet => facet.name === name)?.facets ?? []).map(({ value }) => value),
    })),
  }
}

export interface CatalogFacts {
  readonly api: DescribedApi
  readonly formats: readonly string[]
  readonly datasetIds: readonly string[]
}

export async function catalogFacts(): Promise<CatalogFacts> {
  const { results } = await read<{ results: readonly Members[] }>(`${ROOT}/catalog/datasets`)
  return {
    api: describedApi(await read<OpenApiDocument>(`${ROOT}/openapi.json`)),
    formats: formatNames((await read<{ links: readonly Link[] }>(`${ROOT}/catalog/exports`)).links),
    datasetIds: results.map(({ dataset_id }) => String(dataset_id)),
  }
}
