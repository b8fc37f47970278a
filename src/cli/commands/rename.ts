import type { Command } from '../command.ts'

/** `vitrine rename`: a new readable identifier; the old one goes on leading to it. */
export const rename: Command = {
  name: 'rename',
  arguments: [{ name: 'dataset' }, { name: 'new_id' }],
  options: [{ name: 'portal', value: '<slug>', required: true }],
  async run(invocation, { open, output }) {
    const { dataset = '', new_id: newId = '' } = invocation.arguments
    const { portal = '' } = invocation.options
    await using application = await open()
    await application.rename(portal, dataset, newId)
    output.result({ portal, datasetId: newId, formerId: dataset }, [
      output.say('cli.renamed', { portal, dataset, new_id: newId }),
    ])
    return 'done'
  },
}
