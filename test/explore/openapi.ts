import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { exportFormatNames } from '../../src/core/export/formats.ts'
import { exploreRoutes } from '../../src/http/api/explore/routes.ts'
import { city, documentedCity, read, records, send } from './ask-city.ts'
import { CITY, DATASET, ROOT } from './city.ts'
import { describedApi, type OpenApiDocument } from './described-api.ts'

const segment = /:(\w+)/g
const HOLES: Readonly<Record<string, string>> = {
  dataset: 'dataset_id',
  record: 'record_id',
  attachment: 'attachment_id',
  file: 'file_id',
}

/** Routes of the API as templates, without the one that refuses everything else. */
const routeTemplates = (): readonly string[] =>
  exploreRoutes({} as Parameters<typeof exploreRoutes>[0])
    .map(({ path }) => path.slice(ROOT.length))
    .filter(path => path !== '/*')
    .map(path => path.replaceAll(segment, (_, name: string) => `{${HOLES[name] ?? name}}`))

const resolved = async (document: OpenApiDocument): Promise<void> => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate({ ...structuredClone(document) })
  assert.ok(valid, JSON.stringify(errors))
  assert.equal(validator.version, '3.1')
}

/** §1.1: the document, and that it says what is so. */
export function openApiRows(): void {
  test('§1.1 the document is OpenAPI 3.1, of this portal, under both of its addresses', async () => {
    const document = await read<OpenApiDocument>(`${ROOT}/openapi.json`)
    await resolved(document)
    const { port } = city().running
    assert.deepEqual(document.servers, [{ url: `http://${CITY}:${port}${ROOT}` }])
    assert.deepEqual(await read(`${ROOT}/swagger.json`), document)
  })

  test('every route is in the document, and nothing else', async () => {
    const { paths } = await read<OpenApiDocument>(`${ROOT}/openapi.json`)
    assert.deepEqual(Object.keys(paths).sort(), [...routeTemplates()].sort())
    const ids = Object.values(paths).map(({ get }) => get.operationId)
    assert.equal(new Set(ids).size, ids.length)
  })

  test('every path of the document answers', async () => {
    const { paths } = await read<OpenApiDocument>(`${ROOT}/openapi.json`)
    const [record] = (await records({ limit: 1, include_app_metas: true })).results
    for (const template of Object.keys(paths)) {
      // files have suites of their own
      if (template.includes('{attachment_id}') || template.includes('{file_id}')) continue
      const formats = template.startsWith('/catalog/exports') ? ['csv'] : exportFormatNames
      for (const format of template.includes('{format}') ? formats : [''])
        assert.equal(
          (
            await send(
              ROOT +
                template
                  .replace('{dataset_id}', 'city-trees')
                  .replace('{record_id}', String(record?._id))
                  .replace('{type}', 'basic')
                  .replace('{name}', 'default')
                  .replace('{format}', format)
                  .replace('{z}/{x}/{tile}', '0/0/0.mvt'),
            )
          ).status,
          200,
          `${template} ${format}`,
        )
    }
  })

  test('the document of a dataset has its fields as schema, and whole records have that shape', async () => {
    const document = await read<OpenApiDocument>(`${DATASET}/openapi.json`)
    await resolved(document)
    const { mismatch, faultsOf } = describedApi(document)
    const whole = [
      ...(await records({ limit: 100 })).results,
      ...(await records({ limit: 100, offset: 300, include_links: true })).results,
      ...(await read<readonly object[]>(`${DATASET}/exports/json`)),
    ]
    for (const record of whole) assert.equal(mismatch('Record', record), null)
    for (const wrong of [
      { age: 'old' },
      { position: [1, 2] },
      { tags: 'old' },
      { remarkable: 1 },
      { bogus: 1 },
    ])
      assert.notEqual(mismatch('Record', { ...whole[0], ...wrong }), null, JSON.stringify(wrong))
    const { status, headers, bytes } = await send(`${DATASET}/records`)
    assert.deepEqual(faultsOf(`${DATASET}/records`, { status, headers, body: bytes }), [])
  })

  test('texts of the document in the language asked for', async () => {
    const words = async (lang: string): Promise<string> =>
      JSON.stringify(await read(`${ROOT}/openapi.json`, { lang }))
    assert.match(await words('fr'), /Chercher parmi les jeux de données/)
    assert.match(await words('de'), /Die Datensätze durchsuchen/)
    assert.match(await words('sv'), /Search the datasets/)
  })

  test('the document names every clause with its bounds', async () => {
    const { components } = await read<OpenApiDocument>(`${ROOT}/openapi.json`)
    const { limit, offset, delimiter } = components.parameters as Record<string, { schema: object }>
    assert.deepEqual(limit?.schema, { type: 'integer', minimum: -1, maximum: 20_000, default: 10 })
    assert.deepEqual(offset?.schema, { type: 'integer', minimum: 0, maximum: 20_000, default: 0 })
    assert.deepEqual(delimiter?.schema, { type: 'string', enum: [';', ',', '\t', '|'], default: ';' })
  })

  test('what the document does not allow is seen', async () => {
    const { faultsOf } = await documentedCity()
    const { status, headers, bytes } = await send(`${DATASET}/records?limit=1`)
    const faults = (change: object) =>
      faultsOf(`${DATASET}/records`, { status, headers, body: bytes, ...change })
    assert.deepEqual(faults({}), [])
    assert.notDeepEqual(faults({ status: 418 }), [])
    assert.notDeepEqual(faults({ body: Buffer.from('{"total_count":-1,"results":[]}') }), [])
    assert.notDeepEqual(faults({ headers: { ...headers, 'access-control-allow-origin': 'null' } }), [])
    assert.notDeepEqual(faults({ headers: { ...headers, 'content-type': 'text/html' } }), [])
    const refused = await send(`${DATASET}/records?limit=101`)
    const changed = { error_code: 'NotFoundURI', message: 'x' }
    assert.notDeepEqual(
      faultsOf(`${DATASET}/records`, { ...refused, body: Buffer.from(JSON.stringify(changed)) }),
      [],
    )
  })
}
