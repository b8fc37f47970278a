/** What an option of an export may be. */
export type OptionKind =
  | { readonly kind: 'flag'; readonly fallback: boolean }
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly fallback: string }
  | { readonly kind: 'text'; readonly fallback: string }
  | { readonly kind: 'integer'; readonly fallback: number }

/** Options of exports by the names that requests give them (explore-api §8.1, §8.3, §8.5). */
export const EXPORT_OPTIONS = {
  /** Labels of fields instead of their names. */
  use_labels: { kind: 'flag', fallback: false },
  /** The file itself in gzip, whatever the transport does. */
  compressed: { kind: 'flag', fallback: false },
  delimiter: { kind: 'choice', values: [';', ',', '\t', '|'], fallback: ';' },
  /** Joins the values of a list in one cell. */
  list_separator: { kind: 'text', fallback: ',' },
  /** Quotes every text, not only those that need it. */
  quote_all: { kind: 'flag', fallback: false },
  with_bom: { kind: 'flag', fallback: true },
  /** Code of the system that places are written in. */
  epsg: { kind: 'integer', fallback: 4326 },
  parquet_compression: { kind: 'choice', values: ['snappy', 'zstd'], fallback: 'snappy' },
  /** Field that names the places of a GPX file; none when empty. */
  name_field: { kind: 'text', fallback: '' },
  /** Fields between commas that describe the places of a GPX file. */
  description_field_list: { kind: 'text', fallback: '' },
  /** Whether GPX carries the fields as extensions, rather than in the description. */
  use_extension: { kind: 'flag', fallback: true },
} as const satisfies Readonly<Record<string, OptionKind>>

export type ExportOption = keyof typeof EXPORT_OPTIONS

type ValueOf<K> = K extends { readonly kind: 'choice'; readonly values: readonly (infer V)[] }
  ? V
  : K extends { readonly kind: 'flag' }
    ? boolean
    : K extends { readonly kind: 'integer' }
      ? number
      : string

/** A value for every option; those that a format does not have keep their fallback. */
export type ExportOptions = { readonly [K in ExportOption]: ValueOf<(typeof EXPORT_OPTIONS)[K]> }

/** Every option as it is when nothing is asked. */
export const DEFAULT_EXPORT_OPTIONS = Object.fromEntries(
  Object.entries(EXPORT_OPTIONS).map(([name, { fallback }]) => [name, fallback]),
) as ExportOptions
