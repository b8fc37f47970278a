import { type CatalogModel, catalogModel } from '../../../src/http/web/models/catalog-model.ts'
import type { DatasetCard } from '../../../src/http/web/models/dataset-card.ts'
import type { CountedFacet } from '../../../src/http/web/models/facet-group.ts'
import type { HomeModel } from '../../../src/http/web/models/home-model.ts'
import type { PageContext } from '../../../src/http/web/models/page-context.ts'
import { type CatalogParams, exploreUrl, NO_CATALOG_PARAMS } from '../../../src/http/web/urls.ts'

const SUBJECTS = [
  [
    'Trees of the city',
    'Every tree that the gardeners look after: species, height, girth and the year it was planted.',
  ],
  [
    'Bike counters, hourly',
    'Hourly counts of bicycles on 62 permanent counters. Published 20 minutes after the hour and corrected every night, with the state of each sensor.',
  ],
  [
    'Budget voted and spent',
    'Income and expenditure by chapter since 2009, as voted by the council and as carried out.',
  ],
  [
    'Air quality, daily',
    'Daily means of nitrogen dioxide, ozone and fine particles at the eleven stations of the region.',
  ],
  ['Public toilets', 'Places, opening hours and access for wheelchairs.'],
  ['Bus stops', 'Stops of all lines with their name, shelter and equipment.'],
  ['First names given', 'First names given more than five times a year, by year and sex.'],
  [
    'Drinking water analyses',
    'Results of the sanitary inspection, sampling point by sampling point, with the limits of the regulation and the conclusion of the laboratory on each of them.',
  ],
] as const

const PUBLISHERS = ['Parks Department', 'Exville Métropole', 'Water Company', 'Statistics Office']

/** A card of the sample catalogue; the same for the same index. */
export function sampleCard(index: number): DatasetCard {
  const [title, description] = SUBJECTS[index % SUBJECTS.length] ?? SUBJECTS[0]
  const arabic = index === 6
  return {
    id: `dataset-${index}`,
    title: arabic ? { text: 'مواقف السيارات العامة', lang: 'ar' } : { text: title, lang: 'en' },
    description: { text: description, lang: 'en' },
    publisher: PUBLISHERS[index % PUBLISHERS.length] ?? null,
    updatedAt: `2026-${String(1 + (index % 11)).padStart(2, '0')}-09T08:30:00Z`,
    freshness: (['on_time', 'on_time', 'late', 'unknown'] as const)[index % 4] ?? 'unknown',
    records: [1_171_313, 14, 0, 48_210, 1][index % 5] ?? 0,
    columns: 4 + (index % 15),
    license: index % 3 === 0 ? 'Licence Ouverte 2.0' : 'CC BY 4.0',
    views: ['table', 'export', 'api'],
  }
}

const facet = (name: string, label: string, values: readonly string[]): CountedFacet => ({
  name,
  label,
  values: values.map((value, index) => ({ value, label: value, count: Math.ceil(451 / (1 + index * 0.7)) })),
})

/** Six facets of ten values. */
export const sampleFacets: readonly CountedFacet[] = [
  facet('theme', 'Theme', [
    ...['Health', 'Economy', 'Housing', 'Education', 'Culture', 'Budget'],
    ...['Mobility', 'Water', 'Sport', 'Climate'],
  ]),
  facet('publisher', 'Publisher', [
    ...['Exville Métropole', 'Parks Department', 'Police Prefecture', 'Water Company', 'Statistics Office'],
    ...['Museum Service', 'Chamber of Commerce', 'Port Authority', 'University of Exville', 'Region'],
  ]),
  facet('license', 'Licence', ['Licence Ouverte 2.0', 'CC BY 4.0', 'ODbL 1.0', 'CC0 1.0']),
  facet(
    'keyword',
    'Keyword',
    Array.from({ length: 10 }, (_, index) => `keyword ${index}`),
  ),
  facet('features', 'Kind of data', ['Map', 'Time series', 'Images']),
  facet('language', 'Language', ['Français', 'English', 'Deutsch', 'Nederlands', 'العربية']),
]

export const sampleCatalog = (ctx: PageContext, params: Partial<CatalogParams> = {}): CatalogModel =>
  catalogModel(ctx, {
    params: { ...NO_CATALOG_PARAMS, ...params },
    total: 266,
    totals: { datasets: 1234, publishers: 38 },
    cards: Array.from({ length: 20 }, (_, index) => sampleCard(index)),
    facets: sampleFacets,
    exports: [
      { label: 'CSV', href: '/api/explore/v2.1/catalog/exports/csv' },
      { label: 'JSON', href: '/api/explore/v2.1/catalog/exports/json' },
    ],
  })

export const emptyCatalog = (ctx: PageContext): CatalogModel =>
  catalogModel(ctx, {
    params: { ...NO_CATALOG_PARAMS, q: 'unicorns', refine: [{ facet: 'theme', value: 'Culture' }] },
    total: 0,
    totals: { datasets: 1234, publishers: 38 },
    cards: [],
    facets: [],
  })

export const sampleHome = (ctx: PageContext): HomeModel => ({
  description: {
    text: 'Data of the city and its partners, free to use: look at it here, download it, or build on the API.',
    lang: 'en',
  },
  totals: { datasets: 1234, publishers: 38 },
  themes: (sampleFacets[0]?.values ?? []).map(({ label, count, value }) => ({
    label,
    count,
    href: exploreUrl(ctx.language, { refine: [{ facet: 'theme', value }] }),
  })),
  latest: [0, 1, 2, 3].map(sampleCard),
  publishers: (sampleFacets[1]?.values ?? []).map(({ label, count, value }) => ({
    label,
    count,
    href: exploreUrl(ctx.language, { refine: [{ facet: 'publisher', value }] }),
  })),
})
