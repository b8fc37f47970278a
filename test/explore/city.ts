import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningDeployment, startDeployment } from '../chaos/deployment.ts'
import { testPortal } from '../chaos/open-test-deployment.ts'
import { oldDataset } from './old-requests.ts'
import { shapesCsv } from './shapes.ts'
import { TREE_FIELDS, TREES, treesCsv } from './trees.ts'

export const CITY = 'city.localhost'
export const TOWN = 'town.localhost'
export const ROOT = '/api/explore/v2.1'
export const DATASET = `${ROOT}/catalog/datasets/city-trees`

interface Declared {
  readonly file: Readonly<Record<string, unknown>>
  readonly data: string
  /** Files beside the data, by name. */
  readonly files?: Readonly<Record<string, string>>
}

const text = (en: string, fr = en): object => ({ en, fr })

/** What the catalogue of the city has to list, by identifier: themes, publishers and dates that differ. */
export const CITY_DATASETS: Readonly<Record<string, Declared>> = {
  'city-trees': {
    data: treesCsv(),
    file: {
      title: text('City trees', 'Arbres de la ville'),
      description: text('<p>Every tree of the city</p>', '<p>Tous les arbres</p>'),
      theme: [text('Environment', 'Environnement')],
      keyword: [text('trees', 'arbres'), text('city', 'ville')],
      publisher: 'City',
      license: 'CC BY 4.0',
      licenseUrl: 'https://creativecommons.org/licenses/by/4.0/',
      language: 'en',
      references: ['https://example.org/a', 'https://example.org/b'],
      attributions: ['Gardens'],
      territory: ['France'],
      updateFrequency: 'ANNUAL',
      modified: '2026-01-04T11:22:14.440Z',
      timezone: 'Europe/Paris',
      fields: TREE_FIELDS,
    },
  },
  'bike-counts': {
    data: 'day,counter,bikes\n2024-01-01,North,12\n2024-01-02,North,30\n2024-01-02,South,7\n',
    file: {
      title: text('Bike counts', 'Comptages de vélos'),
      description: text('Bikes a day'),
      theme: [text('Mobility', 'Mobilité'), text('Environment', 'Environnement')],
      keyword: [text('bikes', 'vélos')],
      publisher: 'Region',
      license: 'CC BY 4.0',
      modified: '2019-05-01',
    },
  },
  'street-names': {
    data: 'name,since\nRue de l’Été,1900\nRue du Chêne,1950\n',
    file: {
      title: text('Street names', 'Noms de rues'),
      description: text('Names'),
      publisher: 'City',
      license: 'ODbL',
      language: 'fr',
      modified: '2021-07-14',
    },
  },
}

/** Files of the town's dataset, by name; what a page could be made to run is among them. */
export const TOWN_FILES = {
  'Method (été).pdf': `%PDF-1.4 ${'0123456789'.repeat(100_000)}`,
  'page.html': '<script>alert(document.domain)</script>',
  'logo.svg': '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
} as const

const TOWN_DATASETS: Readonly<Record<string, Declared>> = {
  shapes: {
    data: shapesCsv(),
    file: {
      title: text('Shapes'),
      description: text('Shapes of every kind'),
      fields: { name: { type: 'text' }, shape: { type: 'geo_shape' } },
    },
  },
  'city-trees': {
    data: 'tree_id,species\nX-1,palm\n',
    files: TOWN_FILES,
    file: {
      attachments: [
        { source: { file: 'Method (été).pdf' }, title: text('Method', 'Méthode') },
        { source: { file: 'page.html' } },
        { source: { file: 'logo.svg' }, id: 'logo' },
        {
          ...{ source: { file: 'page.html' }, id: 'old', mimetype: 'application/x-old' },
          ...{ kind: 'alternative_export', description: text('As it was before') },
        },
      ],
      title: text('Trees elsewhere'),
      description: text('One tree'),
      metas: {
        dcat: { creator: 'Gardens of the town', created: '2020-02-29', contact_email: 'trees@town.example' },
        'dublin-core': { alternative: { en: 'Palms', fr: 'Palmiers' } },
        inspire: {
          ...{ extend_bounding_box_westbound_longitude: 2.5, extend_bounding_box_eastbound_longitude: 6.4 },
          ...{ extend_bounding_box_southbound_latitude: 49.5, extend_bounding_box_northbound_latitude: 51.5 },
        },
        project: { code: 'P-7', budget: 12.5, partners: ['Region', 'State'], ends: '2030-01-01T00:00:00Z' },
      },
    },
  },
  'old-requests': oldDataset(),
}

/** Templates of metadata that the town has and the city has not. */
const TOWN_TEMPLATES = {
  activated: ['dcat', 'inspire', 'dublin-core'],
  custom: {
    project: {
      title: text('Project', 'Projet'),
      members: {
        code: { label: text('Code'), facet: true },
        constructor: {},
        budget: { type: 'double' },
        partners: { type: 'list' },
        ends: { type: 'datetime' },
        open: { type: 'boolean' },
      },
    },
  },
}

/** Writes a portal as code, each dataset with its file. */
export async function writePortal(
  folder: string,
  slug: string,
  datasets: Readonly<Record<string, Declared>>,
  more = {},
) {
  const portal = join(folder, slug)
  await mkdir(join(portal, 'datasets'), { recursive: true })
  const { slug: _, ...config } = testPortal(slug)
  await writeFile(
    join(portal, 'portal.json'),
    JSON.stringify({
      ...config,
      languages: ['en', 'fr'],
      title: text(slug),
      description: text(slug),
      ...more,
    }),
  )
  for (const [id, { file, data, files = {} }] of Object.entries(datasets)) {
    for (const [name, content] of Object.entries(files)) await writeFile(join(portal, name), content)
    await writeFile(join(portal, `${id}.csv`), data)
    await writeFile(
      join(portal, 'datasets', `${id}.json`),
      JSON.stringify({ ...file, source: { file: `${id}.csv` } }),
    )
  }
}

/** The running example, published by the real product on a portal among others. */
export interface City extends AsyncDisposable {
  readonly running: RunningDeployment
  /** Folder of the portals' files. */
  readonly folder: string
}

export async function openCity(): Promise<City> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-city-'))
  await writePortal(folder, 'city', CITY_DATASETS)
  await writePortal(folder, 'town', TOWN_DATASETS, { metadataTemplates: TOWN_TEMPLATES })
  const running = await startDeployment({ portals: folder })
  for (const slug of ['city', 'town']) running.command('publish', '--portal', slug)
  return {
    running,
    folder,
    [Symbol.asyncDispose]: async () => {
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export { TREES }
