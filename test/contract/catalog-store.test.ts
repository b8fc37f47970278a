import { serversUnderTest } from './postgres-servers.ts'
import { catalogOn } from './postgres-suites.ts'

for (const { name, open } of serversUnderTest()) catalogOn(name, open)
