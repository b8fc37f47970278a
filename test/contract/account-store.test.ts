import { serversUnderTest } from './postgres-servers.ts'
import { accountsOn } from './postgres-suites.ts'

for (const { name, open } of serversUnderTest()) accountsOn(name, open)
