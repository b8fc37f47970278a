import type { DatasetOverviewModel } from './models/dataset-model.ts'
import type { PageContext } from './models/page-context.ts'

/** The dataset as schema.org `Dataset`, for dataset search engines. Absent facts are left out. */
export function datasetJsonLd(ctx: PageContext, model: DatasetOverviewModel): object {
  const { head, keywords, territory } = model
  return {
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    name: head.title.text,
    description: head.summary.text || head.title.text,
    identifier: head.id,
    url: `${ctx.origin}${ctx.path}`,
    inLanguage: head.title.lang || undefined,
    dateModified: head.updatedAt ?? undefined,
    version: String(head.revision.number),
    license: head.license?.href ?? head.license?.label,
    keywords: keywords.length > 0 ? keywords.map(keyword => keyword.label) : undefined,
    spatialCoverage: territory.length > 0 ? territory : undefined,
    isAccessibleForFree: true,
    creator: head.publisher ? { '@type': 'Organization', name: head.publisher.label } : undefined,
    includedInDataCatalog: { '@type': 'DataCatalog', name: ctx.portal.title.text, url: ctx.origin },
    distribution: head.download
      ? [
          {
            '@type': 'DataDownload',
            encodingFormat: head.download.label,
            contentUrl: `${ctx.origin}${head.download.href}`,
          },
        ]
      : undefined,
  }
}
