import { VitrineError } from '../../core/errors.ts'
import type { Application, PersonSummary, PersonWithLink } from '../application.ts'
import type { Command, CommandContext, Invocation } from '../command.ts'
import type { ExitName } from '../exit-codes.ts'

/** Words between commas; `none` is none. */
const listOf = (text = ''): readonly string[] =>
  text
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '' && word !== 'none')

const describe = ({ id, email, name, state, roles, signedInOn }: PersonSummary): string =>
  [
    String(id).padStart(5),
    email.padEnd(32),
    name.padEnd(24),
    state.padEnd(11),
    roles.join(',').padEnd(14),
    signedInOn ?? '-',
  ].join('  ')

/** The address that an action is about. */
function emailOf({ arguments: { email } }: Invocation): string {
  if (email === undefined) throw new VitrineError('argument_missing', { name: 'email' })
  return email
}

const nameOf = ({ options: { name } }: Invocation): string => {
  if (name === undefined) throw new VitrineError('option_missing', { name: 'name' })
  return name
}

/** Tells of somebody; a link on the answer's own stream, and nowhere else. */
function tell({ output }: CommandContext, key: string, person: PersonWithLink): void {
  const said = output.say(key, { email: person.email })
  if (person.link !== null) output.note(said)
  output.result(person, [person.link ?? said])
}

type Action = (application: Application, invocation: Invocation, context: CommandContext) => Promise<void>

const add =
  (mailed: boolean, key: string): Action =>
  async (application, invocation, context) => {
    const { options } = invocation
    const made = await application.addPerson({
      ...{ portal: options.portal ?? '', email: emailOf(invocation), name: nameOf(invocation), mailed },
      roles: listOf(options.roles),
    })
    tell(context, key, made)
  }

const act =
  (kind: 'reset' | 'suspend' | 'resume' | 'sign-out' | 'remove', key: string): Action =>
  async (application, invocation, context) => {
    const portal = invocation.options.portal ?? ''
    tell(context, key, await application.changePerson(portal, emailOf(invocation), { kind }))
  }

const ACTIONS: Readonly<Record<string, Action>> = {
  add: add(false, 'cli.user_added'),
  invite: add(true, 'cli.user_invited'),
  list: async (application, { options }, { output }) => {
    const people = await application.people(options.portal ?? '')
    output.result(people, people.map(describe))
  },
  reset: act('reset', 'cli.user_reset'),
  suspend: act('suspend', 'cli.user_suspended'),
  resume: act('resume', 'cli.user_resumed'),
  'sign-out': act('sign-out', 'cli.user_signed_out'),
  remove: act('remove', 'cli.user_removed'),
  roles: async (application, invocation, context) => {
    const { portal = '', roles } = invocation.options
    const wanted = { kind: 'roles', roles: listOf(roles) } as const
    // what is left of a word that came to nothing must not take every role
    if (wanted.roles.length === 0 && roles?.trim() !== 'none')
      throw new VitrineError('option_missing', { name: 'roles' })
    tell(context, 'cli.user_roles', await application.changePerson(portal, emailOf(invocation), wanted))
  },
}

/**
 * `vitrine user add|invite|list|reset|suspend|resume|roles|sign-out|remove`: people of a portal. A password is never said
 * here: its owner chooses it behind a one-time link.
 */
export const user: Command = {
  name: 'user',
  arguments: [{ name: 'act' }, { name: 'email', optional: true }],
  options: [
    { name: 'portal', value: '<slug>', required: true },
    { name: 'name', value: '<text>' },
    { name: 'roles', value: '<role,…>' },
  ],
  async run(invocation, context): Promise<ExitName> {
    const asked = invocation.arguments.act ?? ''
    const action = Object.hasOwn(ACTIONS, asked) ? ACTIONS[asked] : undefined
    if (action === undefined) throw new VitrineError('argument_invalid', { name: 'act', value: asked })
    // what is missing is told before any engine starts
    if (asked !== 'list') emailOf(invocation)
    if (asked === 'add' || asked === 'invite') nameOf(invocation)
    await using application = await context.open()
    await action(application, invocation, context)
    return 'done'
  },
}
