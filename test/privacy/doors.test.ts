import { after, before, describe, test } from 'node:test'
import { DOOR_ROWS } from './door-rows.ts'
import { openRig, type Rig, type Setting } from './rig.ts'

// The vectors at the doors (privacy.md §1.7, §3.5), against the real server on real sockets: at a desk without TLS, and
// under invented hosts with TLS, where Secure, the rule of https and guarded names are real.

for (const setting of ['plain', 'tls'] as const satisfies readonly Setting[])
  describe(setting, () => {
    let rig: Rig
    before(async () => {
      rig = await openRig({ setting })
    })
    after(() => rig.close())
    for (const row of DOOR_ROWS)
      if (row.only === undefined || row.only === setting)
        test(`${row.ids}: ${row.name} (${setting})`, () => row.run(rig))
  })
