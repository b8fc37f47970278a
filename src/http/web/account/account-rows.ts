import type { AccountWeb } from './asked.ts'
import { changeEmailRows } from './change-email.tsx'
import { factorsRows } from './factors.tsx'
import { hostsRows } from './hosts.tsx'
import { keysRows } from './keys.tsx'
import { linkRows } from './links.tsx'
import { ownDataRows } from './own-data.tsx'
import { passkeyOptions } from './passkey-options.ts'
import { profileRows } from './profile.tsx'
import type { PageRows } from './rows.tsx'
import { secondStepRows } from './second-step.tsx'
import { securityRows } from './security.tsx'
import { sessionsRows } from './sessions.tsx'
import { signInRows } from './sign-in.tsx'
import { signOutRows } from './sign-out.tsx'
import { strangersRows } from './strangers.tsx'
import { verifyRows } from './verify.tsx'

/** Every page of accounts, with what it does. */
export function accountRows(web: AccountWeb): PageRows {
  const rows = [
    signInRows(web),
    secondStepRows(web),
    verifyRows(web),
    ...signOutRows(web),
    ...strangersRows(web),
    ...linkRows(web),
    profileRows(web),
    ...changeEmailRows(web),
    ...securityRows(web),
    ...factorsRows(web),
    sessionsRows(web),
    ...hostsRows(web),
    ...keysRows(web),
    ...ownDataRows(web),
  ]
  return {
    routes: rows.flatMap(({ routes }) => routes),
    actions: [...rows.flatMap(({ actions }) => actions), passkeyOptions(web)],
  }
}
