import { serversUnderTest } from './postgres-servers.ts'
import { policiesOn } from './postgres-suites.ts'

for (const { name, open } of serversUnderTest()) policiesOn(name, open)
