import assert from 'node:assert/strict'
import { type IncomingHttpHeaders, request } from 'node:http'
import { after, before } from 'node:test'
import { CITY, type City, DATASET, openCity, ROOT } from './city.ts'
import { type DescribedApi, describedApi, type OpenApiDocument } from './described-api.ts'

// One running city for every suite of this folder: opened before the first test, closed after the last.

let opened: City | null = null

/** The running city; only inside tests. */
export function city(): City {
  assert.ok(opened !== null, 'the city is not open')
  return opened
}

/** Opens the city for the tests of this process. */
export function withCity(): void {
  before(async () => {
    opened = await openCity()
  })
  after(async () => {
    await opened?.[Symbol.asyncDispose]()
  })
}

/** An answer with its bytes as they came. */
export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

export interface Sent {
  readonly method?: string
  readonly host?: string
  readonly headers?: Readonly<Record<string, string>>
  /** A form. */
  readonly body?: string
  readonly signal?: AbortSignal
}

let described: Promise<DescribedApi> | null = null

const describe = async (): Promise<DescribedApi> => {
  const { bytes } = await exchange(`${ROOT}/openapi.json`, {})
  return describedApi(JSON.parse(bytes.toString()) as OpenApiDocument)
}

/** The API of the city as its own document has it. */
export function documentedCity(): Promise<DescribedApi> {
  described ??= describe()
  return described
}

/** The API of v1 is not the one that the document describes. */
const VERSION_1 = /^\/(?:api\/(?:records|datasets)\/1\.0|explore\/dataset)\//

/** Sends a request as it is spelt; whatever any test asks, the answer is one that the document allows. */
export async function send(path: string, sent: Sent = {}): Promise<Answered> {
  const { faultsOf } = await documentedCity()
  const answer = await exchange(path, sent)
  const { method = 'GET', host = CITY } = sent
  if (method === 'GET' && host === CITY && !VERSION_1.test(path))
    assert.deepEqual(faultsOf(path, { ...answer, body: answer.bytes }), [], path)
  return answer
}

/** Sends a request as it is spelt, its answer not held against the document. */
export function exchange(path: string, sent: Sent): Promise<Answered> {
  const { port } = city().running
  const { promise, resolve, reject } = Promise.withResolvers<Answered>()
  const form = sent.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
  const asked = request(
    {
      ...{ port, host: '127.0.0.1', path, method: sent.method ?? 'GET', agent: false },
      headers: { host: `${sent.host ?? CITY}:${port}`, ...form, ...sent.headers },
      ...(sent.signal === undefined ? {} : { signal: sent.signal }),
    },
    got => {
      const chunks: Buffer[] = []
      got.on('data', (chunk: Buffer) => chunks.push(chunk))
      got.on('error', reject)
      got.on('end', () =>
        resolve({ status: got.statusCode ?? 0, headers: got.headers, bytes: Buffer.concat(chunks) }),
      )
    },
  )
  asked.on('error', reject)
  asked.end(sent.body)
  return promise
}

/** Parameters in order; a list repeats the name. */
export type Parameters = Readonly<Record<string, string | number | boolean | readonly string[]>>

export function queryString(parameters: Parameters): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters))
    for (const one of typeof value === 'object' ? value : [String(value)]) query.append(name, one)
  return query.size === 0 ? '' : `?${query}`
}

/** Members of an answer, none of them known. */
export type Members = Readonly<Record<string, unknown>>

/** What a path answers, whole and well. */
export async function read<T = Members>(path: string, parameters: Parameters = {}): Promise<T> {
  const spelt = `${path}${queryString(parameters)}`
  const { status, bytes } = await send(spelt)
  assert.equal(status, 200, `${spelt}\n${bytes}`)
  return JSON.parse(bytes.toString()) as T
}

export interface RecordsPage {
  readonly total_count: number
  readonly results: readonly Members[]
  readonly _links?: readonly Link[]
}

export interface Link {
  readonly rel: string
  readonly href: string
}

export interface FacetValue {
  readonly name: string
  readonly count?: number
  readonly state: string
  readonly value: string
  readonly facets?: readonly FacetValue[]
}

export const records = (parameters: Parameters = {}): Promise<RecordsPage> =>
  read(`${DATASET}/records`, parameters)

export const datasets = (parameters: Parameters = {}): Promise<RecordsPage> =>
  read(`${ROOT}/catalog/datasets`, parameters)

/** Values of the facets of a path, by the name of the facet. */
export async function facetsOf(
  path: string,
  parameters: Parameters = {},
): Promise<ReadonlyMap<string, readonly FacetValue[]>> {
  const { facets } = await read<{ facets: { name: string; facets: readonly FacetValue[] }[] }>(
    `${path}/facets`,
    parameters,
  )
  return new Map(facets.map(({ name, facets: values }) => [name, values]))
}

/** `name count` of each value. */
export const counts = (values: readonly FacetValue[] = []): readonly string[] =>
  values.map(({ value, count }) => `${value} ${count}`)

/** The bytes of an export of trees, as text. */
export async function exported(format: string, parameters: Parameters = {}): Promise<string> {
  const { status, bytes } = await send(`${DATASET}/exports/${format}${queryString(parameters)}`)
  assert.equal(status, 200, bytes.toString())
  return bytes.toString()
}

/** Asserts a fault to the letter; members beside the wire's two are ours. */
export async function refuses(
  path: string,
  parameters: Parameters,
  [status, code, message]: readonly [status: number, code: string, message: string],
): Promise<void> {
  const spelt = `${path}${queryString(parameters)}`
  const answer = await send(spelt)
  const { error_code, message: said } = JSON.parse(answer.bytes.toString()) as Members
  assert.deepEqual([answer.status, error_code, said], [status, code, message], spelt)
  assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
}
