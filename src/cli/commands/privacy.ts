import { VitrineError } from '../../core/errors.ts'
import type { LedgerRow } from '../../core/privacy/ledger/ledger-row.ts'
import { isReceiptCode } from '../../core/privacy/ledger/receipt.ts'
import { type AssessedCriterion, isExempt, type SelfAssessment } from '../../core/privacy/self-assessment.ts'
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

const describeCriterion = (
  { id, verdict, setting, tests }: AssessedCriterion,
  { output }: CommandContext,
): string => {
  const key = `assessment.${id.toLowerCase()}`
  const said = output.say(key)
  const title = said === key ? output.say('assessment.entry') : said
  const covered = tests.length === 0 ? '' : `  [${tests.join(', ')}]`
  return `  ${id.padEnd(12)}${output.say(`assessment.${verdict}`)}: ${title} (${setting})${covered}`
}

function describeAssessment(whole: SelfAssessment, context: CommandContext): readonly string[] {
  const { portal, criteria, consentRequired } = whole
  const { output } = context
  const failing = criteria.filter(({ verdict }) => verdict === 'fails').map(({ id }) => id)
  const outcome = isExempt(whole)
    ? output.say('assessment.none', { portal })
    : output.say('assessment.failed', { portal, criteria: failing.join(', ') })
  return [
    outcome,
    ...(consentRequired ? [output.say('assessment.consent', { portal })] : []),
    ...criteria.map(criterion => describeCriterion(criterion, context)),
  ]
}

/** Each criterion with the live setting and the tests that cover it, of one portal or of all (privacy.md R16). */
async function assessAll({ options }: Invocation, context: CommandContext): Promise<ExitName> {
  await using application = await context.open()
  const all = await application.selfAssess(options.portal ?? null)
  context.output.result(
    all,
    all.flatMap(one => describeAssessment(one, context)),
  )
  return all.every(isExempt) ? 'done' : 'failed'
}

/**
 * `vitrine privacy ledger verify|receipt|erase`: the proof of consent of a portal (privacy.md §2.7). `vitrine privacy
 * self-assessment`: what could be shown to an authority (§4.1).
 */
export const privacy: Command = {
  name: 'privacy',
  arguments: [{ name: 'subject' }, { name: 'task', optional: true }, { name: 'code', optional: true }],
  options: [{ name: 'portal', value: '<slug>' }],
  async run(invocation, context): Promise<ExitName> {
    const { subject = '', task: asked = '' } = invocation.arguments
    if (subject === 'self-assessment' && asked === '') return assessAll(invocation, context)
    if (subject !== 'ledger') throw new VitrineError('argument_invalid', { name: 'subject', value: subject })
    const task = Object.hasOwn(TASKS, asked) ? TASKS[asked] : undefined
    if (task === undefined) throw new VitrineError('argument_invalid', { name: 'task', value: asked })
    if (invocation.options.portal === undefined) throw new VitrineError('option_missing', { name: 'portal' })
    if (asked !== 'verify') codeOf(invocation.arguments)
    await using application = await context.open()
    return task(application, invocation.options.portal ?? '', invocation, context)
  },
}
