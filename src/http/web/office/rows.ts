import type { PageRows } from '../account/rows.tsx'
import { groupRows, groupsRows } from './groups.tsx'
import { keysRows } from './keys.tsx'
import { type OfficeWeb, overviewRows } from './overview.tsx'
import { peopleRows } from './people.tsx'
import { personRows } from './person.tsx'
import { toldRows } from './told.tsx'

/** Every page of the back office, with what it does. */
export function officePages(web: OfficeWeb): PageRows {
  const rows = [
    overviewRows(web),
    peopleRows(web),
    personRows(web),
    groupsRows(web),
    groupRows(web),
    keysRows(web),
    ...toldRows(web),
  ]
  return { routes: rows.flatMap(({ routes }) => routes), actions: rows.flatMap(({ actions }) => actions) }
}
