import { countOf } from '../../core/record/shape.ts'
import type { PublishedDataset } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'
import { prepareQuestion, recordsTarget } from './question.ts'

/** How many records of a dataset its reader may see. Faults: those of the record store. */
export async function countRecords(
  { records, clock }: Pick<Ports, 'records' | 'clock'>,
  seen: PublishedDataset,
): Promise<number> {
  const target = recordsTarget(seen, '')
  const asking = { door: 'records', facets: [], now: clock.now().getTime() } as const
  const { compile } = prepareQuestion(target, { limit: 0, language: 'en' }, asking)
  return countOf(await records.query(compile(target.table).count, 'page', new AbortController().signal))
}
