import type { Command } from '../command.ts'

/** `vitrine unpublish`: readers no longer find the dataset; nothing of it is lost. */
export const unpublish: Command = {
  name: 'unpublish',
  arguments: [{ name: 'dataset' }],
  options: [{ name: 'portal', value: '<slug>', required: true }],
  async run(invocation, { open, output }) {
    const { dataset = '' } = invocation.arguments
    const { portal = '' } = invocation.options
    await using application = await open()
    await application.unpublish(portal, dataset)
    output.result({ portal, datasetId: dataset }, [output.say('cli.unpublished', { portal, dataset })])
    return 'done'
  },
}
