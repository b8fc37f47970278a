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
export interface Report {
  readonly recordsRead?: number
  readonly recordsLoaded: number
  readonly recordsQuarantined: number
  readonly quarantineSample?: readonly { readonly line: number }[]
  readonly places?: readonly number[]
  readonly warnings?: readonly unknown[]
  readonly seconds?: number
}

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const reportOf = (value: unknown): Report | undefined => {
  const object = Object(value) as { readonly report?: Report } & Partial<Report>
  const report = { ...object, ...object.report }
  return report.recordsLoaded === undefined ? undefined : (report as Report)
}

/** The load report in what `vitrine publish --json` printed: the whole of it, or its last line that is JSON. */
export const reportIn = (output: string): Report | undefined =>
  reportOf(parsedJson(output)) ??
  output
    .split('\n')
    .map(line => reportOf(parsedJson(line)))
    .findLast(report => report !== undefined)

/** Reads what was published from its files; undefined when nothing was. */
export const readPublished = (folder: string, expectation: Expectation): Published | undefined => {
  const files = publishedFiles(folder, expectation)
  if (!existsSync(files.dataset) || !existsSync(files.records) || !existsSync(files.report)) return undefined
  const dataset = JSON.parse(readFileSync(files.dataset, 'utf8')) as { readonly fields: readonly WireField[] }
  const report = reportIn(readFileSync(files.report, 'utf8'))
  if (report === undefined) throw new Error(`${files.report} holds no load report`)
  return {
    fields: dataset.fields,
    exportFile: files.records,
    recordsRead: report.recordsRead ?? null,
    recordsLoaded: report.recordsLoaded,
    recordsQuarantined: report.recordsQuarantined,
    quarantinedPlaces: [...new Set(report.places ?? report.quarantineSample?.map(item => item.line) ?? [])],
    warnings: report.warnings?.length ?? null,
    seconds: report.seconds ?? null,
  }
}
