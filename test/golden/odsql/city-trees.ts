import { hash } from 'node:crypto'
import type { Field } from '../../../src/core/dataset/field.ts'

const field = (name: string, type: Field['type'], annotations: Field['annotations'] = {}): Field => ({
  name,
  type,
  annotations,
  label: { en: name },
  description: null,
})

/** The running example of the API's documents. */
export const TREE_FIELDS: readonly Field[] = [
  field('tree_id', 'text', { id: true }),
  field('species', 'text', { facet: true, disjunctive: true }),
  field('taxonomy', 'text', { facet: true, hierarchical: '/' }),
  field('tags', 'text', { facet: true, multivalued: ',' }),
  field('height', 'double', { unit: 'm', decimals: 1 }),
  field('age', 'int'),
  field('remarkable', 'boolean', { facet: true }),
  field('planted_on', 'date', { facet: true }),
  field('last_visit', 'datetime'),
  field('position', 'geo_point_2d'),
  field('crown', 'geo_shape'),
  field('photo', 'file'),
  field('survey', 'json_blob'),
]

export interface Tree {
  readonly id: string
  readonly species: string | null
  readonly taxonomy: string | null
  readonly tags: readonly string[]
  readonly height: number | null
  readonly age: number | null
  readonly remarkable: boolean | null
  readonly plantedOn: string | null
  readonly lastVisit: string | null
  readonly position: readonly [lon: number, lat: number] | null
  readonly crown: string | null
  readonly survey: string | null
}

const CROWN = '{"type":"Polygon","coordinates":[[[2.3,48.8],[2.4,48.8],[2.4,48.9],[2.3,48.8]]]}'

type Line = readonly [
  id: string,
  species: string | null,
  taxonomy: string | null,
  tags: readonly string[],
  height: number | null,
  age: number | null,
  remarkable: boolean | null,
  plantedOn: string | null,
  lastVisit: string | null,
  position: readonly [number, number] | null,
]

const LINES: readonly Line[] = [
  [
    'T-001',
    'oak',
    'plant/fagaceae/quercus',
    ['old', 'listed'],
    18.5,
    120,
    true,
    '1905-11-02',
    '2026-06-27 04:00:00.000',
    [2.3488, 48.85341],
  ],
  [
    'T-002',
    'Oak',
    'plant/fagaceae/quercus',
    [],
    14,
    60,
    false,
    '1965-03-01',
    '2026-06-30 23:30:00.000',
    [2.35, 48.85],
  ],
  ['T-003', 'ash', 'plant/oleaceae/fraxinus', ['old'], 9, 12, false, '2013-01-01', null, [2.36, 48.86]],
  [
    'T-004',
    'élm',
    'plant/ulmaceae',
    ['listed', 'ill'],
    3.25,
    4,
    false,
    '2020-03-11',
    '2025-12-31 23:30:00.250',
    null,
  ],
  ['T-005', null, null, [], null, null, null, null, null, null],
  [
    'T-006',
    'beech',
    'plant/fagaceae/fagus',
    ['old', 'old'],
    22,
    200,
    true,
    '1850-05-05',
    '1899-12-31 23:59:59.000',
    [-0.5, 44.8],
  ],
  [
    'T-007',
    'Ash',
    'plant/oleaceae/fraxinus',
    ["l'été"],
    -1.5,
    0,
    null,
    '2020-03-31',
    '2020-03-31 22:30:00.000',
    [2.349, 48.854],
  ],
  ['T-008', 'cœur', 'plant', ['a/b'], 0, 20, false, '2017-12-31', '2017-12-31 23:59:59.999', [0, 0]],
  [
    'T-009',
    'say "hi"; or\nnot',
    'plant',
    [],
    7.1,
    20,
    false,
    '2018-01-01',
    '2018-01-01 00:00:00.000',
    [2.1, 48.1],
  ],
]

export const TREES: readonly Tree[] = LINES.map(
  ([id, species, taxonomy, tags, height, age, remarkable, plantedOn, lastVisit, position], index) => ({
    ...{ id, species, taxonomy, tags, height, age, remarkable, plantedOn, lastVisit, position },
    crown: index === 0 ? CROWN : null,
    survey: index === 0 ? '{"state":"good"}' : null,
  }),
)

const cell = (value: string | number | boolean | null): string =>
  value === null
    ? '\\N'
    : String(value).replace(
        /[\\\t\n\r]/g,
        c => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c] ?? c,
      )

const list = (items: readonly string[]): string =>
  `[${items.map(item => `'${item.replace(/[\\']/g, '\\$&')}'`).join(',')}]`

/** The trees as the table of a revision takes them (`core/sql/table.ts`). */
export const treesTsv = (): string =>
  TREES.map((tree, index) =>
    [
      cell(index),
      ...[
        cell(tree.id),
        cell(tree.species),
        cell(tree.taxonomy),
        list(tree.tags),
        cell(tree.height),
        cell(tree.age),
      ],
      cell(tree.remarkable),
      cell(tree.plantedOn === null ? null : `${tree.plantedOn} 00:00:00`),
      cell(tree.lastVisit),
      ...[cell(tree.position?.[0] ?? null), cell(tree.position?.[1] ?? null)],
      ...[
        cell(tree.crown),
        cell(tree.crown === null ? null : 2.35),
        cell(tree.crown === null ? null : 48.85),
      ],
      ...['\\N', cell(tree.survey)],
      cell([tree.id, tree.species, tree.taxonomy, ...tree.tags].filter(text => text !== null).join(' ')),
      hash('sha1', tree.id),
    ].join('\t'),
  ).join('\n')
