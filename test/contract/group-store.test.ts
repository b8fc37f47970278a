import { serversUnderTest } from './postgres-servers.ts'
import { groupsOn } from './postgres-suites.ts'

for (const { name, open } of serversUnderTest()) groupsOn(name, open)
