import type { Serving } from '../application.ts'
import type { Command, CommandContext } from '../command.ts'
import { knownPortals } from '../known-portals.ts'
import { declareRules, seed } from '../seed.ts'
import { tellLauncher } from '../tell-launcher.ts'

function announce({ output }: CommandContext, serving: Serving): void {
  tellLauncher()
  const lines = serving.portals.map(({ slug, url }) => `  ${slug.padEnd(16)} ${url}`)
  // links open something: they go to the terminal alone, not into the answer
  const portals = serving.portals.map(({ slug, url }) => ({ slug, url }))
  output.result({ ...serving, portals }, [output.say('cli.serving', { address: serving.address }), ...lines])
  for (const { slug, firstAdministrator } of serving.portals)
    if (firstAdministrator !== null)
      output.secret(
        output.say('cli.first_administrator', { portal: slug, link: firstAdministrator }),
        output.say('cli.first_administrator_by_command', { portal: slug }),
      )
}

/**
 * `vitrine serve`: portals as their files say, then answers until it is told to end. Ending unasked (an engine
 * has gone for good) is a failure, so that the launcher starts it again.
 */
export const serve: Command = {
  name: 'serve',
  arguments: [],
  options: [{ name: 'demo' }],
  async run({ flags }, context) {
    const demo = flags.has('demo')
    const portals = await knownPortals(context.settings(), demo)
    await using application = await context.open()
    if (demo) await seed(application, portals, context)
    else
      for (const portal of portals) {
        await application.savePortal(portal.config)
        await declareRules(application, portal)
      }
    if (!context.signal.aborted)
      await application.serve(serving => announce(context, serving), context.signal)
    return context.signal.aborted ? 'done' : 'failed'
  },
}
