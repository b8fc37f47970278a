import type { PublishedDataset } from '../../app/ports/catalog-store.ts'
import { plainText } from '../../core/content/plain-text.ts'
import { datasetFeatures } from '../../core/dataset/features.ts'
import { freshnessOf } from '../../core/dataset/freshness.ts'
import type { DatasetCard } from './models/dataset-card.ts'
import { said } from './models/text.ts'
import { DATASET_TABS } from './urls.ts'

/** When a dataset's data last changed, as its publisher says or as we know. */
export const updatedAt = ({ revision }: PublishedDataset): string | null =>
  revision.metadata.modified ?? revision.publishedAt

/** A dataset as a list shows it; `now` in milliseconds decides its freshness. */
export function datasetCard(published: PublishedDataset, language: string, now: number): DatasetCard {
  const { dataset, revision } = published
  const { metadata } = revision
  const title = said(metadata.title, language, metadata.language)
  const description = said(metadata.description, language, metadata.language)
  const updated = updatedAt(published)
  return {
    id: dataset.datasetId,
    title: title.text === '' ? { text: dataset.datasetId, lang: '' } : title,
    description: { text: plainText(description.text), lang: description.lang },
    publisher: metadata.publisher,
    updatedAt: updated,
    freshness: freshnessOf(updated, metadata.updateFrequency, now),
    records: revision.recordsCount,
    columns: revision.fields.length,
    license: metadata.license,
    views: DATASET_TABS.filter(tab => tab !== 'overview' && datasetFeatures(revision.fields).length > 0),
  }
}
