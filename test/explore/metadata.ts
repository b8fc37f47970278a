import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readGraph } from '../rdf/read-graph.ts'
import { type Members, type Parameters, queryString, read, refuses, send } from './ask-city.ts'
import { DATASET, ROOT, TOWN } from './city.ts'

const CATALOG = `${ROOT}/catalog`
/** The town has other datasets for other suites. */
const OWN = 'dataset_id="city-trees"'

/** What a path of the town answers, where templates are active. */
async function town<T = Members>(path: string, parameters: Parameters = {}): Promise<T> {
  const { status, bytes } = await send(`${path}${queryString(parameters)}`, { host: TOWN })
  assert.equal(status, 200, bytes.toString())
  return JSON.parse(bytes.toString()) as T
}

interface Listed {
  readonly total_count: number
  readonly results: readonly Members[]
}

type Metas = Readonly<Record<string, Members>>

const said = (metas: Members | undefined): Members =>
  Object.fromEntries(Object.entries(metas ?? {}).filter(([, value]) => value !== null))

/** §9.3 and §7.7: templates of metadata beside `default`. */
export function metadataRows(): void {
  test('§9.3 templates that a portal activates: every member there, null when nothing is said', async () => {
    const { metas } = await town<{ metas: Metas }>(DATASET)
    assert.deepEqual(Object.keys(metas), ['default', 'dcat', 'inspire', 'dublin-core', 'project'])
    assert.deepEqual(Object.keys(metas.dcat ?? {}), [
      ...[
        'created',
        'issued',
        'creator',
        'contributor',
        'contact_name',
        'contact_email',
        'accrualperiodicity',
      ],
      ...['spatial', 'temporal', 'granularity', 'dataquality', 'publisher_type', 'conforms_to'],
      ...['temporal_coverage_start', 'temporal_coverage_end', 'accessRights', 'relation'],
    ])
    assert.deepEqual(said(metas.dcat), {
      ...{ creator: 'Gardens of the town', created: '2020-02-29', contact_email: 'trees@town.example' },
    })
    assert.deepEqual(Object.keys(metas.inspire ?? {}).length, 17)
    assert.deepEqual(metas.project, {
      ...{ code: 'P-7', budget: 12.5, partners: ['Region', 'State'], ends: '2030-01-01T00:00:00+00:00' },
      ...{ open: null, constructor: null },
    })
    assert.deepEqual(said(metas['dublin-core']), { alternative: 'Palms' })
    const french = await town<{ metas: Metas }>(DATASET, { lang: 'fr' })
    assert.deepEqual(said(french.metas['dublin-core']), { alternative: 'Palmiers' })
    assert.deepEqual((await town<Listed>(`${CATALOG}/datasets`, { where: OWN })).results[0]?.metas, metas)
  })

  test('§6.2 members of templates in questions: qualified, hyphens quoted, custom ones bare', async () => {
    const list = ({ where = [], ...others }: Parameters) =>
      town<Listed>(`${CATALOG}/datasets`, { ...others, where: [OWN, ...[where].flat().map(String)] })
    const CONDITIONS: readonly [where: string, found: number][] = [
      ['dcat.creator="Gardens of the town"', 1],
      ['dcat.creator="Somebody else"', 0],
      ["dcat.created < date'2020-03'", 1],
      ["dcat.created > date'2020-03'", 0],
      ['dcat.issued is null', 1],
      ['project.budget > 12', 1],
      ['budget > 13', 0],
      ['code = "P-7" and partners = "State"', 1],
      ['open is true', 0],
      ['open is null', 1],
      ['`dublin-core`.alternative = "Palms"', 1],
      ['`dublin-core.alternative` = "Palmiers"', 0],
      ['"palmiers"', 1],
    ]
    for (const [where, found] of CONDITIONS) assert.equal((await list({ where })).total_count, found, where)
    const { results } = await list({
      select: 'dcat.creator, project.partners, code, `dublin-core`.alternative',
      lang: 'fr',
    })
    assert.deepEqual(results, [
      {
        ...{ 'dcat.creator': 'Gardens of the town', 'project.partners': ['Region', 'State'], code: 'P-7' },
        'dublin-core.alternative': 'Palmiers',
      },
    ])
    assert.deepEqual((await list({ group_by: 'partners', select: 'count(*) as n' })).results, [
      { partners: 'Region', n: 1 },
      { partners: 'State', n: 1 },
    ])
    const facets = await town<{ facets: readonly { name: string; facets: readonly Members[] }[] }>(
      `${CATALOG}/facets`,
      { facet: ['dcat.creator', 'code'] },
    )
    assert.deepEqual(
      facets.facets.map(({ name, facets: [value] }) => [name, value?.value]),
      [
        ['dcat.creator', 'Gardens of the town'],
        ['code', 'P-7'],
      ],
    )
    await refuses(`${CATALOG}/datasets`, { where: 'dcat.creator="x"' }, [
      ...([400, 'ODSQLError'] as const),
      'ODSQL query is malformed: Unknown field: dcat.creator. Clause(s) containing the error(s): where.',
    ])
  })

  test('§8.6 the table of the catalogue has a column a member', async () => {
    const { bytes } = await send(`${CATALOG}/exports/csv?with_bom=false&where=${OWN}`, { host: TOWN })
    const [header = '', row = ''] = bytes
      .toString()
      .split('\r\n')
      .map(line => line.split(';'))
    const cell = (name: string) => row[header.indexOf(name)]
    assert.deepEqual(
      ['dcat.creator', 'dcat.created', 'dublin-core.alternative', 'project.partners', 'project.open'].map(
        cell,
      ),
      ['Gardens of the town', '2020-02-29T00:00:00+00:00', 'Palms', 'Region,State', ''],
    )
  })

  test('§8.6 DCAT says what templates know', async () => {
    const { bytes } = await send(`${CATALOG}/exports/ttl?where=${OWN}`, { host: TOWN })
    const quads = await readGraph('turtle', bytes.toString())
    const objects = (predicate: string) =>
      quads.filter(quad => quad.predicate.value.endsWith(predicate)).map(({ object }) => object.value)
    assert.deepEqual(objects('terms/created'), ['2020-02-29'])
    assert.ok(objects('foaf/0.1/name').includes('Gardens of the town'))
    assert.deepEqual(objects('#hasEmail'), ['mailto:trees@town.example'])
    assert.deepEqual(objects('#bbox'), ['POLYGON((2.5 49.5, 6.4 49.5, 6.4 51.5, 2.5 51.5, 2.5 49.5))'])
  })

  test('§7.7 metadata templates by kind and name', async () => {
    const kinds = await read<{ links: readonly { rel: string }[] }>(`${CATALOG}/metadata_templates`)
    assert.deepEqual(
      kinds.links.map(({ rel }) => rel),
      ['self', 'basic', 'interop', 'extra', 'admin'],
    )
    const names = async (kind: string, ask: typeof town): Promise<readonly unknown[]> => {
      const list = await ask<{ metadata_templates: readonly { metadata_template: Members }[] }>(
        `${CATALOG}/metadata_templates/${kind}`,
      )
      return list.metadata_templates.map(({ metadata_template }) => metadata_template.name)
    }
    assert.deepEqual(await names('basic', read), ['default'])
    assert.deepEqual(await names('interop', read), [])
    assert.deepEqual(await names('basic', town), ['default', 'project'])
    assert.deepEqual(await names('interop', town), ['dcat', 'inspire', 'dublin-core'])
    const { metadata_template } = await town<{ metadata_template: Members }>(
      `${CATALOG}/metadata_templates/basic/project`,
    )
    assert.deepEqual((metadata_template.schema as Members[])[2], {
      ...{ name: 'budget', label: 'budget', uri: null, type: 'double', widget: null, values: null },
      ...{
        values_domain_property: null,
        self_suggest: false,
        allow_empty: true,
        help_text: null,
        hidden: false,
      },
    })
    const gone = [404, 'NotFoundURI', 'The requested URI does not exist.'] as const
    await refuses(`${CATALOG}/metadata_templates/interop/dcat`, {}, gone)
    await refuses(`${CATALOG}/metadata_templates/other`, {}, gone)
  })

  test('§7.7 the templates that all have tell every member of dataset objects', async () => {
    const { metas } = await read<{ metas: Metas }>(DATASET, { include_app_metas: true })
    for (const kind of ['basic', 'extra', 'admin']) {
      const { metadata_templates } = await read<{
        metadata_templates: readonly { metadata_template: { name: string; schema: readonly Members[] } }[]
      }>(`${CATALOG}/metadata_templates/${kind}`)
      for (const { metadata_template: template } of metadata_templates)
        assert.deepEqual(
          template.schema.map(({ name }) => name).toSorted(),
          Object.keys(metas[template.name] ?? {}).toSorted(),
          template.name,
        )
    }
  })
}
