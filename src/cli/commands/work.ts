import type { Command } from '../command.ts'
import { tellLauncher } from '../tell-launcher.ts'

/** `vitrine work`: takes jobs only, beside servers that share its engines. Ending unasked is a failure. */
export const work: Command = {
  name: 'work',
  arguments: [],
  options: [],
  async run(_, context) {
    await using application = await context.open()
    context.output.note(context.output.say('cli.working'))
    tellLauncher()
    await application.work(context.signal)
    return context.signal.aborted ? 'done' : 'failed'
  },
}
