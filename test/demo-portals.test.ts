import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { loadPortals } from '../src/cli/load-portals.ts'
import { DEMO_PORTALS } from '../src/cli/package-root.ts'
import { locateSource } from '../src/cli/publish-declared.ts'
import { checkHosts } from '../src/core/settings/check-hosts.ts'

/** The portals whose cookies policies Vitrine was created from. */
const FOUNDING_HOSTS: Readonly<Record<string, string>> = {
  datastro: 'www.datastro.eu',
  eulerhermes: 'opendata.eulerhermes.com',
  'gouv-nc': 'data.gouv.nc',
  odwb: 'www.odwb.be',
  smartbump: 'smartbump.opendatasoft.com',
}

const { portals, faults } = await loadPortals(DEMO_PORTALS)

test('demo portals: the five are there and right', () => {
  assert.deepEqual(faults, [])
  assert.deepEqual(
    portals.map(portal => [portal.config.slug, ...portal.config.hosts]),
    Object.entries(FOUNDING_HOSTS).map(([slug, host]) => [slug, `${slug}.localhost`, host]),
  )
  assert.deepEqual(
    checkHosts(
      '127.0.0.1',
      portals.map(portal => portal.config),
    ),
    [],
  )
})

test('demo portals: at least 18 datasets, in several formats', () => {
  const paths = portals.flatMap(portal => portal.datasets.map(dataset => JSON.stringify(dataset.source)))
  assert.ok(paths.length >= 18, String(paths.length))
  assert.equal(new Set(paths).size, paths.length, 'a source is used once')
  for (const ending of ['.csv"', '.json"', '.ndjson"', '.geo.json"', '.parquet"'])
    assert.ok(
      paths.some(path => path.includes(ending)),
      ending,
    )
})

for (const portal of portals) {
  const { slug, languages, legal } = portal.config
  test(`demo portal ${slug}: says that it is a demonstration, in each of its languages`, () => {
    for (const language of languages) {
      assert.match(portal.config.title[language] ?? '', /demonstrat|démonstration/i)
      assert.match(portal.config.description[language] ?? '', /demonstrat|démonstration/i)
    }
    assert.match(legal.name, /demonstration/)
  })

  for (const dataset of portal.datasets)
    test(`demo portal ${slug}: ${dataset.datasetId} is complete and its file is installed`, () => {
      const { metadata } = dataset
      for (const texts of [metadata.title, metadata.description, ...metadata.theme, ...metadata.keyword])
        assert.deepEqual(Object.keys(texts).sort(), [...languages].sort())
      for (const said of [metadata.publisher, metadata.license, metadata.licenseUrl]) assert.ok(said)
      for (const list of [metadata.references, metadata.attributions, metadata.theme])
        assert.ok(list.length > 0)
      const source = locateSource(portal, dataset.source)
      assert.ok('file' in source && existsSync(source.file))
    })
}
