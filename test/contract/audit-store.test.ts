import { serversUnderTest } from './postgres-servers.ts'
import { auditsOn } from './postgres-suites.ts'

for (const { name, open } of serversUnderTest()) auditsOn(name, open)
