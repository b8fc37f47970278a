import type { Page } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { WireValue } from '../../../core/record/shape.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { answerPrepared } from '../explore/answer.ts'
import { apiLanguage } from '../explore/language.ts'
import type { ExploreServices } from '../explore/routes.ts'
import { both } from './both.ts'
import { backQuoted } from './clauses.ts'
import { geoField } from './geofilter.ts'
import { invalid, readSearchParams } from './params.ts'
import { positions } from './record.ts'
import { recordFilters } from './record-query.ts'

/** The field that a map is drawn from: `geo_field`, else the dataset's first place. */
export function mapField(published: PublishedDataset, asked: string | undefined): string {
  const { fields } = published.revision
  const found = asked ?? geoField(fields)?.name
  if (found === undefined) throw invalid('dataset', published.dataset.datasetId, 'a dataset with places')
  return backQuoted(found)
}

/** `/api/records/1.0/boundingbox/` (explore-api §14.7). */
export function boundingBox(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const params = readSearchParams(context.query)
  const language = apiLanguage(context, params.lang)
  const field = mapField(published, params.other.geo_field)
  const filters = recordFilters(params, published.revision.fields, language)
  const whole = { ...filters, select: `count(${field}) as n, bbox(${field}) as b`, limit: 1 }
  const kinds = {
    ...filters,
    select: 'count(*) as n',
    group_by: `geometry_type(${field}) as kind`,
    limit: 100,
  }
  const prepared = both(explorer.records(published, whole), explorer.records(published, kinds))
  const write = ([box, groups]: readonly [Page, Page | null]): unknown => {
    const [found] = box.results
    const named = (groups?.results ?? []).filter(({ kind }) => kind !== null)
    return {
      count: found?.n ?? 0,
      bbox: boxOf(found?.b ?? null),
      geometries: Object.fromEntries(named.map(({ kind, n }) => [String(kind), n ?? 0])),
    }
  }
  return answerPrepared(context, prepared, language, write, 'v1')
}

/** `[west, south, east, north]` of a box; empty when there is none. */
function boxOf(value: WireValue): readonly number[] {
  const found = positions(value)
  if (found.length === 0) return []
  const [lons, lats] = [found.map(([lon]) => lon), found.map(([, lat]) => lat)]
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}
