import type { Command } from '../command.ts'

/** `vitrine work`: takes jobs only, beside servers that share its engines. */
export const work: Command = {
  name: 'work',
  arguments: [],
  options: [],
  async run(_, context) {
    await using application = await context.open()
    context.output.note(context.output.say('cli.working'))
    await application.work(context.signal)
    return 'done'
  },
}
