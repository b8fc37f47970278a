import { VitrineError } from '../../core/errors.ts'
import type { GroupAct, GroupSummary } from '../application.ts'
import type { Command, Invocation } from '../command.ts'
import type { ExitName } from '../exit-codes.ts'

/** Words between commas; `none` is none. */
const listOf = (text = ''): readonly string[] =>
  text
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '' && word !== 'none')

const describe = ({ slug, name, roles, members, grants }: GroupSummary): string =>
  [
    slug.padEnd(24),
    String(members).padStart(5),
    name.padEnd(24),
    roles.join(',').padEnd(14),
    grants
      .map(({ dataset, where, fields }) =>
        [dataset, where, fields?.join(',')].filter(part => part != null).join(' | '),
      )
      .join('; '),
  ].join('  ')

function optionOf({ options }: Invocation, name: string): string {
  const value = options[name]
  if (value === undefined) throw new VitrineError('option_missing', { name })
  return value
}

/** What each action asks for; read before any engine starts. */
const ACTS: Readonly<Record<string, (invocation: Invocation) => GroupAct>> = {
  add: invocation => ({
    ...{ kind: 'add', name: optionOf(invocation, 'name'), roles: listOf(invocation.options.roles) },
  }),
  join: invocation => ({ kind: 'join', email: optionOf(invocation, 'email') }),
  leave: invocation => ({ kind: 'leave', email: optionOf(invocation, 'email') }),
  grant: invocation => ({
    kind: 'grant',
    dataset: optionOf(invocation, 'datasets'),
    where: invocation.options.where ?? null,
    fields: invocation.options.fields === undefined ? null : listOf(invocation.options.fields),
  }),
  withdraw: invocation => ({ kind: 'withdraw', dataset: optionOf(invocation, 'datasets') }),
  remove: () => ({ kind: 'remove' }),
}

/** `vitrine group add|list|members|join|leave|grant|withdraw|remove`: groups of a portal's people. */
export const group: Command = {
  name: 'group',
  arguments: [{ name: 'group_act' }, { name: 'group', optional: true }],
  options: [
    { name: 'portal', value: '<slug>', required: true },
    { name: 'name', value: '<text>' },
    { name: 'roles', value: '<role,…>' },
    { name: 'email', value: '<address>' },
    { name: 'datasets', value: '<id,…>' },
    { name: 'where', value: '<condition>' },
    { name: 'fields', value: '<name,…>' },
  ],
  async run(invocation, { output, open }): Promise<ExitName> {
    const { group_act: asked = '', group: slug } = invocation.arguments
    const portal = invocation.options.portal ?? ''
    if (asked === 'list') {
      await using application = await open()
      const groups = await application.groups(portal)
      output.result(groups, groups.map(describe))
      return 'done'
    }
    const read = Object.hasOwn(ACTS, asked) ? ACTS[asked] : undefined
    if (read === undefined && asked !== 'members')
      throw new VitrineError('argument_invalid', { name: 'group_act', value: asked })
    if (slug === undefined) throw new VitrineError('argument_missing', { name: 'group' })
    const act = read?.(invocation)
    await using application = await open()
    if (act === undefined) {
      const members = await application.groupMembers(portal, slug)
      output.result(
        members,
        members.map(({ email, name }) => `${email.padEnd(32)}  ${name}`),
      )
      return 'done'
    }
    const changed = await application.changeGroup(portal, slug, act)
    output.result(changed, [
      output.say(act.kind === 'remove' ? 'cli.group_removed' : 'cli.group_saved', { group: slug }),
    ])
    return 'done'
  },
}
