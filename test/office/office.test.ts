import { officeAttackRows } from './attacks.ts'
import { backOfficeRows } from './back-office.ts'
import { withOffice } from './opened.ts'
import { ownIdentityRows } from './own-identities.ts'
import { providerSignInRows } from './provider-sign-in.ts'

// The back office and signing in with providers, as a browser without scripts uses them, against the product as it runs.

withOffice()
providerSignInRows()
ownIdentityRows()
backOfficeRows()
officeAttackRows()
