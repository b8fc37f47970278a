import type { Command } from '../command.ts'
import { loadPortals } from '../load-portals.ts'
import { DEMO_PORTALS } from '../package-root.ts'
import { Refusal } from '../refusal.ts'
import { seed } from '../seed.ts'

/** `vitrine demo`: publishes what is missing of the demo portals; `--reset` takes them away first. */
export const demo: Command = {
  name: 'demo',
  arguments: [],
  options: [{ name: 'reset' }],
  async run({ flags }, context) {
    const { portals, faults } = await loadPortals(DEMO_PORTALS)
    if (faults.length > 0) throw new Refusal(faults)
    await using application = await context.open()
    if (flags.has('reset')) {
      for (const portal of portals) await application.savePortal(portal.config)
      for (const portal of portals) await application.removePortal(portal.config.slug)
    }
    const outcomes = await seed(application, portals, context)
    const failed = outcomes.filter(outcome => outcome.fault !== null).length
    context.output.result(outcomes, [
      context.output.say('cli.seeded', {
        portals: portals.length,
        datasets: outcomes.length - failed,
        failed,
      }),
    ])
    return failed === 0 ? 'done' : 'failed'
  },
}
