import { serversUnderTest } from './postgres-servers.ts'
import { movesOn } from './postgres-suites.ts'

for (const { name, open } of serversUnderTest()) movesOn(name, open)
