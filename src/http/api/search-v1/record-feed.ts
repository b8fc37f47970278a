import { plainText } from '../../../core/catalog-export/entry.ts'
import type { Field } from '../../../core/dataset/field.ts'
import type { Feed, FeedEntry } from '../../../core/feed/feed.ts'
import { resolveText } from '../../../core/i18n/language-map.ts'
import type { WireValue } from '../../../core/record/shape.ts'
import { characterData } from '../../../core/xml-text.ts'
import type { RequestContext } from '../../context.ts'
import { datasetUrl } from '../../web/urls.ts'
import type { FoundRecord } from './found-records.ts'
import type { Datasets } from './named-dataset.ts'
import type { V1Record } from './record.ts'
import { selfOf } from './self.ts'

interface Reader {
  readonly origin: string
  /** Of texts. */
  readonly language: string
  /** Of pages: one that the portal has. */
  readonly pages: string
}

/** Makes feeds of the records of a search: an entry a record, dated by it; what it says of itself is a list. */
export function recordFeed(
  context: RequestContext,
  datasets: Datasets,
  language: string,
): (records: readonly FoundRecord[]) => Feed {
  const { origin, portal } = context
  const { languages, title } = portal.stored.config
  const pages = languages.find(one => one === language) ?? languages[0]
  const reader = { origin, language, pages }
  const [first] = datasets
  const titles = datasets.map(published => titleOf(published, language))
  const { description, language: own, publisher } = first.revision.metadata
  const about = datasets.length > 1 ? '' : plainText(resolveText(description, language, own))
  return records => {
    const entries = records.map(record => entryOf(record, reader))
    const dates = [...datasets.map(publishedAt), ...entries.map(({ updated }) => updated)]
    return {
      ...{ title: titles.join(', '), description: about || titles.join(', '), language },
      self: selfOf(context),
      page: `${origin}${datasetUrl(pages, first.dataset.datasetId)}`,
      author: publisher ?? resolveText(title, language, languages[0]),
      updated: dates.sort().at(-1) ?? publishedAt(first),
      entries: [...new Map(entries.map(entry => [entry.id, entry])).values()],
    }
  }
}

const publishedAt = ({ revision: { publishedAt: at, createdAt } }: Datasets[0]): string =>
  new Date(at ?? createdAt).toISOString()

const titleOf = ({ dataset, revision: { metadata } }: Datasets[0], language: string): string =>
  resolveText(metadata.title, language, metadata.language) || dataset.datasetId

function entryOf({ published, record }: FoundRecord, { origin, language, pages }: Reader): FeedEntry {
  const { datasetId } = published.dataset
  const { fields } = published.revision
  const id = String(record.recordid)
  const said = fields.flatMap(field => {
    const text = textOf(valuesOf(record)[field.name] ?? null)
    return text === '' ? [] : [{ field, text }]
  })
  const named = said.find(({ field: { type } }) => type === 'text')
  const where = `recordid=${JSON.stringify(id)}`
  return {
    id: `${origin}/api/datasets/1.0/${encodeURIComponent(datasetId)}/records/${id}`,
    title: named?.text.replace(/\s+/g, ' ').trim() || id,
    page: `${origin}${datasetUrl(pages, datasetId, 'table', { where })}`,
    updated: new Date(String(record.record_timestamp)).toISOString(),
    content: contentOf(
      said,
      (field: Field) =>
        resolveText(field.label, language, published.revision.metadata.language) || field.name,
    ),
  }
}

const valuesOf = ({ fields }: V1Record): Readonly<Record<string, WireValue>> =>
  Object(fields) as Readonly<Record<string, WireValue>>

/** A value in words; shapes and structures have none. */
function textOf(value: WireValue): string {
  if (value === null) return ''
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'object' ? '' : String(value)
}

interface Said {
  readonly field: Field
  readonly text: string
}

/** `<dl>` of labels and values. */
const contentOf = (said: readonly Said[], labelOf: (field: Field) => string): string =>
  `<dl>${said.map(({ field, text }) => `<dt>${characterData(labelOf(field))}</dt><dd>${characterData(text)}</dd>`).join('')}</dl>`
