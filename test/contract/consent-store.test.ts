import { serversUnderTest } from './postgres-servers.ts'
import { consentOn } from './postgres-suites.ts'

for (const { name, open } of serversUnderTest()) consentOn(name, open)
