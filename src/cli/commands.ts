import type { Command } from './command.ts'
import { audit } from './commands/audit.ts'
import { check } from './commands/check.ts'
import { demo } from './commands/demo.ts'
import { group } from './commands/group.ts'
import { init } from './commands/init.ts'
import { key } from './commands/key.ts'
import { migrate } from './commands/migrate.ts'
import { privacy } from './commands/privacy.ts'
import { publish } from './commands/publish.ts'
import { rename } from './commands/rename.ts'
import { restore } from './commands/restore.ts'
import { revisions } from './commands/revisions.ts'
import { serve } from './commands/serve.ts'
import { unpublish } from './commands/unpublish.ts'
import { user } from './commands/user.ts'
import { work } from './commands/work.ts'

/** Every command there is, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  serve,
  work,
  publish,
  unpublish,
  rename,
  revisions,
  restore,
  key,
  user,
  group,
  privacy,
  init,
  demo,
  check,
  audit,
  migrate,
]
