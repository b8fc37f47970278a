import type { RevisionSummary } from '../application.ts'
import type { Command } from '../command.ts'

const describe = (revision: RevisionSummary): string =>
  [
    revision.current ? '*' : revision.restorable ? ' ' : '-',
    String(revision.number).padStart(4),
    revision.state.padEnd(10),
    String(revision.recordsCount).padStart(10),
    revision.publishedAt ?? revision.createdAt,
    revision.source ?? '',
  ].join('  ')

/** `vitrine revisions`: all of them, newest first; `*` is what readers get, `-` can no longer be restored. */
export const revisions: Command = {
  name: 'revisions',
  arguments: [{ name: 'dataset' }],
  options: [{ name: 'portal', value: '<slug>', required: true }],
  async run(invocation, { open, output }) {
    const { dataset = '' } = invocation.arguments
    await using application = await open()
    const found = await application.revisions(invocation.options.portal ?? '', dataset)
    output.result(found, found.map(describe))
    return 'done'
  },
}
