import { withGuarded } from './ask-guarded.ts'
import { attackRows } from './attacks.ts'
import { cachingRows } from './caching.ts'
import { doorRows } from './doors.ts'
import { groupRows } from './groups.ts'
import { keyRows } from './keys.ts'
import { oldVersionRows } from './old-versions.ts'
import { quotaRows, useRows } from './quotas.ts'
import { rightsRows } from './rights.ts'
import { renameRows, visibilityRows } from './visibility.ts'

// Who may see what, at every door, against the product as it runs: real doors, real engines, real loads. The rows are
// those of explore-api §2 and §4, and of the vectors about keys in the design of privacy.

withGuarded()
keyRows()
attackRows()
visibilityRows()
rightsRows()
oldVersionRows()
cachingRows()
doorRows()
groupRows()
quotaRows()
renameRows()
useRows()
