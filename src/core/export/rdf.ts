import { predicateIri } from '../rdf/names.ts'
import { iri, type Property, type Term, text, typed } from '../rdf/terms.ts'
import { type RdfFormat, rdfWriter } from '../rdf/writer.ts'
import type { Encoder, FileFacts } from './encoder.ts'
import { cellOf, type ExportColumn, type ExportKind, type ExportRows, type ExportValue } from './rows.ts'
import { utf8 } from './text-batches.ts'

const GEO = 'http://www.opengis.net/ont/geosparql#'
const RDF_JSON = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON'

/**
 * Linked data (explore-api §8.5): a record is a subject, a field a predicate, a value a literal typed as XML Schema has
 * it, each value of a list one of its own; null says nothing. Places are literals of GeoSPARQL 1.1, files are
 * resources. Groups are numbered, for they are nobody's records.
 */
export const rdfEncoder =
  (format: RdfFormat): Encoder =>
  (rows, facts) =>
    utf8(graph(format, rows, facts))

async function* graph(
  format: RdfFormat,
  { columns, batches, identified }: ExportRows,
  { origin, datasetId }: FileFacts,
): AsyncGenerator<string> {
  const id = encodeURIComponent(datasetId)
  const namespace = `${origin}/ld/ontologies/${id}/`
  const writer = rdfWriter(format, { xsd: 'http://www.w3.org/2001/XMLSchema#', geo: GEO, field: namespace })
  const sayings = columns.map(column => sayingOf(namespace, column))
  let group = 0
  yield writer.head()
  for await (const rows of batches) {
    let said = ''
    for (const row of rows) {
      const name = identified ? row[columns.length] : `group-${++group}`
      const properties = sayings.flatMap((saying, index) => saying(row[index] ?? null))
      said += writer.subject(`${origin}/ld/resources/${id}/${name}/`, properties)
    }
    yield said
  }
  yield writer.tail()
}

type Saying = (value: ExportValue) => readonly Property[]

function sayingOf(namespace: string, column: ExportColumn): Saying {
  const predicate = predicateIri(namespace, column.key)
  const term = termOf(column)
  if (column.kind === 'texts')
    return value => (Array.isArray(value) ? value.map(one => [predicate, text(String(one))] as const) : [])
  return value => (value === null ? [] : [[predicate, term(value)]])
}

type TermOf = (value: NonNullable<ExportValue>) => Term

const DATATYPES: { readonly [K in ExportKind]?: string } = {
  int: 'integer',
  double: 'double',
  boolean: 'boolean',
  datetime: 'dateTime',
}

function termOf(column: ExportColumn): TermOf {
  const cell = cellOf(column)
  const datatype = DATATYPES[column.kind]
  if (datatype !== undefined) return value => typed(String(value), datatype)
  switch (column.kind) {
    case 'date':
      return value => typed(String(value), dateType(String(value)))
    case 'geo_point_2d':
      return value => ({
        ...text(Array.isArray(value) ? `POINT(${value[0]} ${value[1]})` : ''),
        datatype: `${GEO}wktLiteral`,
      })
    case 'geo_shape':
      return value => ({ ...text(String(value)), datatype: `${GEO}geoJSONLiteral` })
    case 'json_blob':
      return value => ({ ...text(String(value)), datatype: RDF_JSON })
    case 'file':
      return value => fileTerm(String(cell(value)))
    default:
      return value => text(String(value))
  }
}

/** A date shown at a precision. */
const dateType = (date: string): string =>
  /^-?\d{4,}$/.test(date) ? 'gYear' : /^-?\d{4,}-\d\d$/.test(date) ? 'gYearMonth' : 'date'

const fileTerm = (address: string): Term =>
  /^https?:\/\//.test(address) ? iri(address) : { ...text(address), datatype: RDF_JSON }
