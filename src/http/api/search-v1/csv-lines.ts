import { DEFAULT_EXPORT_OPTIONS, EXPORT_OPTIONS, type ExportOptions } from '../../../core/export/options.ts'
import { csvHeader } from '../../../core/sql/export.ts'
import { invalid, readTruth, type SearchParams } from './params.ts'

/** How v1 writes tables: without a byte order mark, by `csv_separator` (explore-api §14.3). Rejects with `parameter_invalid`. */
export function readCsvOptions({ other }: SearchParams): ExportOptions {
  const separator = other.csv_separator ?? ';'
  const delimiter = EXPORT_OPTIONS.delimiter.values.find(one => one === separator)
  if (delimiter === undefined) throw invalid('csv_separator', separator, 'one of ; , | or a tab')
  const labels = readTruth('use_labels_for_header', other.use_labels_for_header)
  return { ...DEFAULT_EXPORT_OPTIONS, delimiter, with_bom: false, use_labels: labels }
}

/** Lines of cells. */
export const csvOf = (lines: readonly (readonly string[])[], options: ExportOptions): string =>
  lines.map(cells => csvHeader(cells, options)).join('')
