import { serversUnderTest } from './postgres-servers.ts'
import { jobsOn } from './postgres-suites.ts'

for (const { name, open } of serversUnderTest()) jobsOn(name, open)
