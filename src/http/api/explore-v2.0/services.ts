import type { ExploreQuery, Explorer } from '../../../app/explore/explorer.ts'
import type { ExploreServices } from '../explore/routes.ts'

/** Both addresses of v2.0 (explore-api §1.1). */
export const ROOTS_20 = ['/api/explore/v2.0', '/api/v2'] as const

/** What the handlers of v2.0 call: the services of v2.1, whose questions are asked as v2.0 means them. */
export interface Services20 extends ExploreServices {
  /** The address that the request came under; links stay below it. */
  readonly root: (typeof ROOTS_20)[number]
}

/** The services of v2.1 under an address of v2.0 (explore-api §13). */
export const services20 = (services: ExploreServices, root: Services20['root']): Services20 => ({
  ...services,
  root,
  exportDefaults: { with_bom: false, use_extension: false },
  explorer: explorer20(services.explorer),
})

function explorer20(explorer: Explorer): Explorer {
  const asked = <Q extends Partial<ExploreQuery>>(query: Q, numericInstants = false) => ({
    ...query,
    version20: { numericInstants },
  })
  return {
    records: (published, query) => explorer.records(published, asked(query)),
    facets: (published, query, facets) => explorer.facets(published, asked(query), facets),
    export: (published, query, file) =>
      explorer.export(published, asked(query, file.format === 'geojson'), file),
    record: (published, recordId, query) => explorer.record(published, recordId, asked(query)),
    file: (published, fileId) => explorer.file(published, fileId),
    tile: (published, query, square) => explorer.tile(published, asked(query), square),
    datasets: (portal, query) => explorer.datasets(portal, asked(query)),
    dataset: (portal, published, query) => explorer.dataset(portal, published, asked(query)),
    datasetPages: (portal, query) => explorer.datasetPages(portal, asked(query)),
    catalogExport: (portal, query, file) => explorer.catalogExport(portal, asked(query), file),
    catalogFacets: (portal, query, facets) => explorer.catalogFacets(portal, asked(query), facets),
  }
}
