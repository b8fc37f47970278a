import type { Command } from '../command.ts'
import { Refusal } from '../refusal.ts'

/** `vitrine restore`: readers get an earlier revision again, at once. */
export const restore: Command = {
  name: 'restore',
  arguments: [{ name: 'dataset' }, { name: 'revision' }],
  options: [{ name: 'portal', value: '<slug>', required: true }],
  async run(invocation, { open, output }) {
    const { dataset = '', revision: text = '' } = invocation.arguments
    const { portal = '' } = invocation.options
    if (!/^[1-9]\d{0,8}$/.test(text))
      throw new Refusal(
        [{ code: 'argument_invalid', place: '', params: { name: 'revision', value: text } }],
        'usage',
      )
    const revision = Number(text)
    await using application = await open()
    await application.restore(portal, dataset, revision)
    output.result({ portal, datasetId: dataset, revision }, [
      output.say('cli.restored', { portal, dataset, revision: text }),
    ])
    return 'done'
  },
}
