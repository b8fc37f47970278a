import type { Command } from '../command.ts'

/** `vitrine migrate`: brings the stores to this version's schema. */
export const migrate: Command = {
  name: 'migrate',
  arguments: [],
  options: [],
  async run(_, { open, output }) {
    await using application = await open()
    const steps = await application.migrate()
    output.result({ steps }, steps.length === 0 ? [output.say('cli.up_to_date')] : steps)
    return 'done'
  },
}
