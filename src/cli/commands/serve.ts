import type { Serving } from '../application.ts'
import type { Command, CommandContext } from '../command.ts'
import { knownPortals } from '../known-portals.ts'
import { seed } from '../seed.ts'

/** The launcher restarts what ended after having said this. */
const tellLauncher = (): void => {
  process.send?.({ ready: true })
}

function announce({ output }: CommandContext, serving: Serving): void {
  tellLauncher()
  const lines = serving.portals.map(({ slug, url }) => `  ${slug.padEnd(16)} ${url}`)
  output.result(serving, [output.say('cli.serving', { address: serving.address }), ...lines])
}

/** `vitrine serve`: portals as their files say, then answers until it is told to end. */
export const serve: Command = {
  name: 'serve',
  arguments: [],
  options: [{ name: 'demo' }],
  async run({ flags }, context) {
    const demo = flags.has('demo')
    const portals = await knownPortals(context.settings(), demo)
    await using application = await context.open()
    if (demo) await seed(application, portals, context)
    else for (const portal of portals) await application.savePortal(portal.config)
    if (!context.signal.aborted)
      await application.serve(serving => announce(context, serving), context.signal)
    return 'done'
  },
}
