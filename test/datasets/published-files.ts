import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Expectation, keyOf } from './expectation.ts'
import type { Published } from './judge.ts'
import type { WireField } from './match-fields.ts'

/** What is kept of a published data set in one folder: `<key>.dataset.json`, `<key>.jsonl`, `<key>.report.json`. */
export interface PublishedFiles {
  readonly dataset: string
  readonly records: string
  readonly report: string
}

export const publishedFiles = (folder: string, expectation: Expectation): PublishedFiles => ({
  dataset: join(folder, `${keyOf(expectation)}.dataset.json`),
  records: join(folder, `${keyOf(expectation)}.jsonl`),
  report: join(folder, `${keyOf(expectation)}.report.json`),
})

/** The parts of the product's load report (`IngestReport`) that are judged; `places` when all of them are known. */
interface Report {
  readonly recordsRead: number
  readonly recordsLoaded: number
  readonly recordsQuarantined: number
  readonly quarantineSample?: readonly { readonly line: number }[]
  readonly places?: readonly number[]
  readonly warnings?: readonly unknown[]
  readonly seconds?: number
}

/**
 * The load report in what `vitrine publish --json` printed: the last line that holds one, at its root or under
 * `report`. Undefined when there is none.
 */
export const reportIn = (output: string): Report | undefined => {
  for (const line of output.split('\n').reverse()) {
    if (!line.trimStart().startsWith('{')) continue
    const value = JSON.parse(line) as { readonly report?: Report } & Partial<Report>
    const report = value.report ?? value
    if (report.recordsLoaded !== undefined) return report as Report
  }
  return undefined
}

/** Reads what was published from its files; undefined when nothing was. */
export const readPublished = (folder: string, expectation: Expectation): Published | undefined => {
  const files = publishedFiles(folder, expectation)
  if (!existsSync(files.dataset) || !existsSync(files.records) || !existsSync(files.report)) return undefined
  const dataset = JSON.parse(readFileSync(files.dataset, 'utf8')) as { readonly fields: readonly WireField[] }
  const report = reportIn(readFileSync(files.report, 'utf8').replaceAll('\n', ' '))
  if (report === undefined) throw new Error(`${files.report} holds no load report`)
  return {
    fields: dataset.fields,
    exportFile: files.records,
    recordsRead: report.recordsRead,
    recordsLoaded: report.recordsLoaded,
    recordsQuarantined: report.recordsQuarantined,
    quarantinedPlaces: [...new Set(report.places ?? report.quarantineSample?.map(item => item.line) ?? [])],
    warnings: report.warnings?.length ?? 0,
    seconds: report.seconds ?? null,
  }
}
