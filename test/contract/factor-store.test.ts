import { serversUnderTest } from './postgres-servers.ts'
import { factorsOn } from './postgres-suites.ts'

for (const { name, open } of serversUnderTest()) factorsOn(name, open)
