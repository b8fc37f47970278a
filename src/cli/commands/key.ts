import { VitrineError } from '../../core/errors.ts'
import type { Application, KeyRequest, KeySummary } from '../application.ts'
import type { Command, CommandContext, Invocation } from '../command.ts'
import type { ExitName } from '../exit-codes.ts'

type Options = Invocation['options']

const invalid = (name: string, value: string): VitrineError =>
  new VitrineError('argument_invalid', { name, value })

/** Words between commas; null when the option was not given. */
const listOf = (text: string | undefined): readonly string[] | null =>
  text === undefined
    ? null
    : text
        .split(',')
        .map(word => word.trim())
        .filter(word => word !== '')

function dayOf(text: string | undefined): string | null {
  if (text === undefined) return null
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text)
    throw invalid('expires', text)
  return text
}

function countOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null
  if (!/^\d{1,12}$/.test(text)) throw invalid(name, text)
  return Number(text)
}

const requestOf = (options: Options): KeyRequest => ({
  portal: options.portal ?? '',
  name: options.name ?? '',
  datasets: listOf(options.datasets),
  where: options.where ?? null,
  fields: listOf(options.fields),
  expires: dayOf(options.expires),
  callsPerDay: countOf('quota', options.quota),
})

const stateOf = (key: KeySummary): string =>
  key.revokedAt === null ? (key.expiresAt ?? '') : `- ${key.revokedAt}`

const describe = (key: KeySummary): string =>
  [
    String(key.id).padStart(5),
    `${key.hint}…`,
    key.name.padEnd(24),
    (key.datasets?.join(',') ?? '*').padEnd(24),
    [key.where, key.fields?.join(',')].filter(part => part != null).join(' | '),
    key.lastUsedOn ?? '',
    stateOf(key),
  ].join('  ')

type Action = (application: Application, invocation: Invocation, context: CommandContext) => Promise<void>

const ACTIONS: Readonly<Record<string, Action>> = {
  add: async (application, { options }, { output }) => {
    if (options.name === undefined) throw new VitrineError('option_missing', { name: 'name' })
    const made = await application.addKey(requestOf(options))
    output.note(output.say('cli.key_made', { name: made.name, id: String(made.id) }))
    output.result(made, [made.key])
  },
  list: async (application, { options }, { output }) => {
    const keys = await application.keys(options.portal ?? '')
    output.result(keys, keys.map(describe))
  },
  revoke: async (application, invocation, { output }) => {
    const id = countOf('key', invocation.arguments.key)
    if (id === null) throw new VitrineError('argument_missing', { name: 'key' })
    const ended = await application.revokeKey(invocation.options.portal ?? '', id)
    output.result(ended, [output.say('cli.key_revoked', { name: ended.name, id: String(id) })])
  },
}

/** `vitrine key add|list|revoke`: the API keys of a portal. The key itself is shown once, on the answer's stream. */
export const key: Command = {
  name: 'key',
  arguments: [{ name: 'action' }, { name: 'key', optional: true }],
  options: [
    { name: 'portal', value: '<slug>', required: true },
    { name: 'name', value: '<text>' },
    { name: 'datasets', value: '<id,…>' },
    { name: 'where', value: '<condition>' },
    { name: 'fields', value: '<name,…>' },
    { name: 'expires', value: '<day>' },
    { name: 'quota', value: '<calls>' },
  ],
  async run(invocation, context): Promise<ExitName> {
    const asked = invocation.arguments.action ?? ''
    const action = Object.hasOwn(ACTIONS, asked) ? ACTIONS[asked] : undefined
    if (action === undefined) throw invalid('action', asked)
    // what is written wrongly is told before any engine starts
    if (asked === 'add') requestOf(invocation.options)
    await using application = await context.open()
    await action(application, invocation, context)
    return 'done'
  },
}
