import { analyzeRows } from './analyze.ts'
import { withCity } from './ask-city.ts'
import { attachmentRows } from './attachments.ts'
import { catalogRows } from './catalog.ts'
import { catalogExportRows } from './catalog-exports.ts'
import { conformanceRows } from './conformance.ts'
import { errorRows } from './errors.ts'
import { exportRows } from './exports.ts'
import { facetRows } from './facets.ts'
import { formulaRows } from './formulas.ts'
import { legacyRows } from './legacy.ts'
import { metadataRows } from './metadata.ts'
import { openApiRows } from './openapi.ts'
import { parameterRows } from './parameters.ts'
import { preparedRows } from './prepared.ts'
import { recordRows } from './records.ts'
import { tagRows } from './tags.ts'
import { tileRows } from './tiles.ts'
import { transportRows } from './transport.ts'
import { version1Rows } from './v1.ts'
import { version1FeedRows } from './v1-feeds.ts'
import { version1MapRows } from './v1-maps.ts'
import { severalDatasetsRows } from './v1-several.ts'
import { version20Rows } from './v20.ts'
import { walkRows } from './walks.ts'
import { wildRows } from './wild.ts'
import { wildVersion1Rows } from './wild-v1.ts'
import { oldWildRows } from './wild-v20.ts'

// The reference of the Explore API, row by row, against the product as it runs: real server, real engines, a dataset
// published through the real ingest. Every test is named by its section.

withCity()
transportRows()
errorRows()
parameterRows()
catalogRows()
catalogExportRows()
metadataRows()
attachmentRows()
recordRows()
exportRows()
facetRows()
tileRows()
conformanceRows()
legacyRows()
version20Rows()
version1Rows()
analyzeRows()
formulaRows()
version1MapRows()
version1FeedRows()
severalDatasetsRows()
wildVersion1Rows()
oldWildRows()
wildRows()
tagRows()
openApiRows()
preparedRows()
walkRows()
