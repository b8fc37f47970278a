import { serversUnderTest } from './postgres-servers.ts'
import { keysOn } from './postgres-suites.ts'

for (const { name, open } of serversUnderTest()) keysOn(name, open)
