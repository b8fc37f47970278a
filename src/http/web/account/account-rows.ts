import type { AccountWeb } from './asked.ts'
import { linkRows } from './links.tsx'
import { profileRows } from './profile.tsx'
import type { PageRows } from './rows.tsx'
import { secondStepRows } from './second-step.tsx'
import { sessionsRows } from './sessions.tsx'
import { signInRows } from './sign-in.tsx'
import { signOutRows } from './sign-out.tsx'

/** Every page of accounts, with what it does. */
export function accountRows(web: AccountWeb): PageRows {
  const rows = [
    signInRows(web),
    secondStepRows(web),
    ...signOutRows(web),
    ...linkRows(web),
    profileRows(web),
    sessionsRows(web),
  ]
  return { routes: rows.flatMap(({ routes }) => routes), actions: rows.flatMap(({ actions }) => actions) }
}
