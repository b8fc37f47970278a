import { withCity } from '../explore/ask-city.ts'
import { apiClientRows } from './api-client.ts'
import { mcpToolRows } from './mcp-tools.ts'
import { visualizationRows } from './visualizations.ts'

// Clients of the API that exist and that nobody here wrote, against the product as it runs: what they give back is
// compared with what was published.

withCity()
apiClientRows()
mcpToolRows()
visualizationRows()
