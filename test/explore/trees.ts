/** One tree of the running example of the API's reference (explore-api §0), as it is meant. */
export interface Tree {
  readonly tree_id: string
  readonly species: string | null
  readonly taxonomy: string | null
  readonly tags: readonly string[] | null
  readonly height: number | null
  readonly age: number | null
  readonly remarkable: boolean | null
  /** `YYYY-MM-DD`. */
  readonly planted_on: string | null
  /** Instant, ISO 8601 with `Z`. */
  readonly last_visit: string | null
  readonly position: { readonly lon: number; readonly lat: number } | null
  readonly crown: object | null
  readonly photo: object | null
  readonly survey: object | null
}

export const TREE_COUNT = 400
const DAY = 86_400_000
const HOUR = 3_600_000

/** A text that needs every kind of care: quotes, each delimiter, a line end. */
export const HARD_SPECIES = 'a "b"; c, d|e\tf\ng'
const SPECIES = ['oak', 'ash', 'elm', 'Oak', 'beech', 'érable', HARD_SPECIES, null] as const
const TAXA = ['plant/fagaceae/quercus', 'plant/fagaceae/fagus', 'plant/oleaceae', 'plant', null] as const
const TAGS = [['old', 'listed'], ['old'], null, ["l'été", 'ill'], ['listed'], ['a/b']] as const
const TRUTHS = [true, false, null] as const

const of = <T>(values: readonly T[], index: number): T => values[index % values.length] as T
const unless = <T>(isMissing: boolean, value: T): T | null => (isMissing ? null : value)

function lastVisit(i: number): string | null {
  if (i % 7 === 6) return null
  if (i === 5) return '1899-12-31T23:59:59.000Z'
  return new Date(Date.UTC(2020, 2, 31, 22, 30) + i * 7 * HOUR + (i % 4 === 0 ? 250 : 0)).toISOString()
}

function crown(i: number, lon: number, lat: number): object | null {
  if (i % 50 !== 0) return null
  const [east, north] = [lon + 1, lat + 1]
  return {
    type: 'Polygon',
    coordinates: [
      [
        [lon, lat],
        [east, lat],
        [east, north],
        [lon, lat],
      ],
    ],
  }
}

/** Tree number `i`, 0-based: every value follows from the number, so that any answer can be foretold. */
export function treeAt(i: number): Tree {
  const [lon, lat] = [2 + (i % 20) / 8, 48 + Math.floor(i / 20) / 16]
  return {
    tree_id: `T-${String(i + 1).padStart(3, '0')}`,
    species: of(SPECIES, i),
    taxonomy: of(TAXA, i),
    tags: of(TAGS, i),
    height: unless(i % 10 === 9, (i % 40) / 2 - 1),
    age: unless(i % 20 === 19, i % 200),
    remarkable: of(TRUTHS, i),
    planted_on: unless(
      i % 25 === 24,
      new Date(Date.UTC(1850, 0, 1) + i * 157 * DAY).toISOString().slice(0, 10),
    ),
    last_visit: lastVisit(i),
    position: unless(i % 11 === 10, { lon, lat }),
    crown: crown(i, lon, lat),
    photo: i === 0 ? { filename: 't1.jpg', url: 'https://data.example.org/files/0a' } : null,
    survey: i % 100 === 0 ? { state: 'good', marks: [i, 1.5] } : null,
  }
}

export const TREES: readonly Tree[] = Array.from({ length: TREE_COUNT }, (_, i) => treeAt(i))

/** Settings of the fields as a publisher says them, in the order of the columns. */
export const TREE_FIELDS = {
  tree_id: { type: 'text', label: { en: 'Tree', fr: 'Arbre' }, annotations: { id: true } },
  species: {
    type: 'text',
    label: { en: 'Species', fr: 'Espèce' },
    description: { en: 'Common name', fr: 'Nom courant' },
    annotations: { facet: true, disjunctive: true },
  },
  taxonomy: { type: 'text', annotations: { facet: true, hierarchical: '/' } },
  tags: { type: 'text', annotations: { facet: true, multivalued: ',' } },
  height: { type: 'double', label: { en: 'Height; m' }, annotations: { unit: 'm', decimals: 1 } },
  age: { type: 'int' },
  remarkable: { type: 'boolean', annotations: { facet: true } },
  planted_on: { type: 'date', annotations: { facet: true } },
  last_visit: { type: 'datetime' },
  position: { type: 'geo_point_2d' },
  crown: { type: 'geo_shape' },
  photo: { type: 'file' },
  survey: { type: 'json_blob' },
} as const

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

function cell(value: Tree[keyof Tree]): string {
  if (value === null) return ''
  if (Array.isArray(value)) return quoted(value.join(','))
  if (typeof value !== 'object') return quoted(String(value))
  return quoted('lat' in value ? `${value.lat}, ${value.lon}` : JSON.stringify(value))
}

/** The trees as a publisher's file. */
export function treesCsv(trees: readonly Tree[] = TREES): string {
  const names = Object.keys(TREE_FIELDS) as (keyof Tree)[]
  const lines = trees.map(tree => names.map(name => cell(tree[name])).join(','))
  return `${[names.join(','), ...lines].join('\n')}\n`
}
