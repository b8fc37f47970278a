import { withPortals } from './opened.ts'
import { signingInRows } from './signing-in.ts'
import { signingOutRows } from './signing-out.ts'

// The pages of accounts as a browser without scripts uses them, against the product as it runs.

withPortals()
signingInRows()
signingOutRows()
