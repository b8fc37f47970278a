import { VitrineError } from '../../core/errors.ts'
import type { LedgerRow } from '../../core/privacy/ledger/ledger-row.ts'
import { isReceiptCode } from '../../core/privacy/ledger/receipt.ts'
import type { Application } from '../application.ts'
import type { Command, CommandContext, Invocation } from '../command.ts'
import type { ExitName } from '../exit-codes.ts'

type Task = (
  application: Application,
  portal: string,
  invocation: Invocation,
  context: CommandContext,
) => Promise<ExitName>

const codeOf = ({ code }: Invocation['arguments']): string => {
  if (code === undefined) throw new VitrineError('argument_missing', { name: 'code' })
  if (!isReceiptCode(code)) throw new VitrineError('argument_invalid', { name: 'code', value: code })
  return code
}

const describe = ({ seq, hash, content }: LedgerRow): readonly string[] =>
  content === null
    ? [`${seq}  ${hash}`]
    : [
        `${seq}  ${content.hour}Z  ${content.action}  ${content.surface}  ${content.language}`,
        `${content.grantsBefore.join(' ') || '-'} → ${content.grantsAfter.join(' ') || '-'}`,
        hash,
      ]

const TASKS: Readonly<Record<string, Task>> = {
  verify: async (application, portal, _, { output }) => {
    const verdict = await application.verifyLedger(portal)
    const { rows, erased, broken, head } = verdict
    const line =
      broken === null
        ? output.say('cli.ledger_whole', { rows, erased })
        : output.say('cli.ledger_broken', { row: String(broken.seq), fault: broken.fault })
    output.result(verdict, [line, head.hash])
    return broken === null ? 'done' : 'failed'
  },
  receipt: async (application, portal, invocation, { output }) => {
    const row = await application.findReceipt(portal, codeOf(invocation.arguments))
    output.result(row, row === null ? [output.say('cli.receipt_unknown')] : describe(row))
    return row === null ? 'missing' : 'done'
  },
  erase: async (application, portal, invocation, { output }) => {
    const row = await application.eraseReceipt(portal, codeOf(invocation.arguments))
    const seq = row === null ? null : row.seq
    output.result({ erased: seq }, [
      seq === null
        ? output.say('cli.receipt_unknown')
        : output.say('cli.receipt_erased', { row: String(seq) }),
    ])
    return seq === null ? 'missing' : 'done'
  },
}

/** `vitrine privacy ledger verify|receipt|erase`: the proof of consent of a portal (privacy.md §2.7). */
export const privacy: Command = {
  name: 'privacy',
  arguments: [{ name: 'subject' }, { name: 'task' }, { name: 'code', optional: true }],
  options: [{ name: 'portal', value: '<slug>', required: true }],
  async run(invocation, context): Promise<ExitName> {
    const { subject = '', task: asked = '' } = invocation.arguments
    if (subject !== 'ledger') throw new VitrineError('argument_invalid', { name: 'subject', value: subject })
    const task = Object.hasOwn(TASKS, asked) ? TASKS[asked] : undefined
    if (task === undefined) throw new VitrineError('argument_invalid', { name: 'task', value: asked })
    if (asked !== 'verify') codeOf(invocation.arguments)
    await using application = await context.open()
    return task(application, invocation.options.portal ?? '', invocation, context)
  },
}
