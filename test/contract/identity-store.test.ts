import { serversUnderTest } from './postgres-servers.ts'
import { identitiesOn } from './postgres-suites.ts'

for (const { name, open } of serversUnderTest()) identitiesOn(name, open)
