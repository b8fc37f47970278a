import { flowRows } from './flows.ts'
import { linkedDataRows } from './linked-data.ts'
import { mapRows } from './maps.ts'
import { withLand } from './plot-land.ts'
import { tableRows } from './tables.ts'

withLand()
tableRows()
mapRows()
linkedDataRows()
flowRows()
