import { attackRows } from './attacks.ts'
import { hostRows } from './hosts.ts'
import { linkRows } from './links.ts'
import { withPortals } from './opened.ts'
import { ownAreaRows } from './own-area.ts'
import { privatePortalRows } from './private-portal.ts'
import { signingInRows } from './signing-in.ts'
import { signingOutRows } from './signing-out.ts'

// The pages of accounts as a browser without scripts uses them, against the product as it runs.

withPortals()
signingInRows()
signingOutRows()
linkRows()
hostRows()
ownAreaRows()
attackRows()
privatePortalRows()
