import { serversUnderTest } from './postgres-servers.ts'
import { recordFilesOn } from './postgres-suites.ts'

for (const { name, open } of serversUnderTest()) recordFilesOn(name, open)
