import { VitrineError } from '../../core/errors.ts'
import { resolveText } from '../../core/i18n/language-map.ts'
import { shapeRows, type WireRecord } from '../../core/record/shape.ts'
import type { Prepared as PreparedQuery } from '../../core/sql/prepare.ts'
import { isRecord } from '../../core/sql/record-table.ts'
import type { SeeDataset } from '../permission/see-datasets.ts'
import type { PublishedDataset } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'
import { facetBytes, pageBytes, resultsBytes } from './answer-bytes.ts'
import { catalogExplorer } from './catalog-explorer.ts'
import type { ExploreQuery, Explorer, Prepared } from './explorer.ts'
import { exportStream } from './export-stream.ts'
import { type Asking, hasFiles, identityOf, prepareQuestion, recordsTarget, type Target } from './question.ts'
import { facetsOf } from './read-facets.ts'
import { fileBytes, fileOf } from './read-file.ts'
import { PageReader } from './read-page.ts'
import { tileBytes, tileOf } from './read-tile.ts'
import { rememberedAnswers } from './remembered-answers.ts'

type QueryPorts = Pick<Ports, 'records' | 'catalog' | 'clock' | 'openScratch'>

/** Memory for answers. */
const ANSWER_BYTES = 64 * 1024 * 1024

const recordBytes = (record: WireRecord): number => resultsBytes([record])

/** The one query path over the ports. */
export function exploreService(ports: QueryPorts, see: SeeDataset): Explorer {
  const targets = new WeakMap<PublishedDataset, Target>()
  const answers = rememberedAnswers(ANSWER_BYTES)
  const pages = new PageReader(ports.records, answers)
  const targetOf = (published: PublishedDataset, { origin = '' }: Pick<ExploreQuery, 'origin'>): Target => {
    if (hasFiles(published.layout)) return recordsTarget(published, origin)
    const known = targets.get(published)
    if (known !== undefined) return known
    const target = recordsTarget(published, '')
    targets.set(published, target)
    return target
  }
  const ask = (target: Target, query: ExploreQuery, door: Asking['door'], facets = query.facets ?? []) =>
    prepareQuestion(target, query, { door, facets, now: ports.clock.now().getTime() })
  return {
    records: (published, query) => {
      const target = targetOf(published, query)
      return answers.of('page', pages.page(target, ask(target, query, 'records'), query.cursor), pageBytes)
    },
    facets: (published, query, facets) => {
      const target = targetOf(published, query)
      return answers.of('facets', facetsOf(ports, target, ask(target, query, 'facets', facets)), facetBytes)
    },
    export: (published, query, file) => {
      const target = targetOf(published, file)
      const prepared = ask(target, query, 'export')
      return {
        identity: identityOf(target, prepared),
        run: async signal =>
          exportStream(ports.records, {
            ...{ prepared, target, signal, ...file },
            ...{ datasetId: published.dataset.datasetId, openScratch: ports.openScratch },
            labelOf: labelsOf(published, query.language),
          }),
      }
    },
    tile: (published, query, square) => {
      const target = targetOf(published, query)
      const prepared = ask(target, query, 'tile')
      return answers.of('tile', tileOf(ports.records, target, { prepared, square }), tileBytes)
    },
    record: (published, recordId, query) => {
      const target = targetOf(published, query)
      const rowFilter = isRecord(target.table.fields, recordId)
      const now = ports.clock.now().getTime()
      const prepared = prepareQuestion(
        target,
        { ...query, limit: 1 },
        { door: 'records', facets: [], now, rowFilter },
      )
      return answers.of('record', recordOf(ports, target, prepared, recordId), recordBytes)
    },
    file: (published, fileId) => {
      const target = targetOf(published, {})
      const prepared = ask(target, { language: 'en' }, 'records')
      return answers.of('file', fileOf(ports.records, target, { prepared, fileId }), fileBytes)
    },
    ...catalogExplorer(ports, { answers, pages, see }, ask),
  }
}

/** Labels of fields in a language, by name. */
const labelsOf =
  ({ revision: { fields, metadata } }: PublishedDataset, language: string) =>
  (name: string): string => {
    const field = fields.find(one => one.name === name)
    return (field && resolveText(field.label, language, metadata.language)) || name
  }

const recordOf = (
  { records }: QueryPorts,
  target: Target,
  prepared: PreparedQuery,
  recordId: string,
): Prepared<WireRecord> => ({
  identity: identityOf(target, prepared),
  run: async signal => {
    const { rows } = prepared.compile(target.table)
    const [record] = shapeRows(rows.columns)(await records.query(rows, 'page', signal))
    if (record === undefined) throw new VitrineError('record_unknown', { record: recordId })
    return record
  },
})
