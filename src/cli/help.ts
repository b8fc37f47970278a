import type { Command } from './command.ts'
import { COMMANDS } from './commands.ts'
import { EXIT_CODES } from './exit-codes.ts'
import type { Output } from './output.ts'
import { COMMON_OPTIONS } from './parse-invocation.ts'

type Say = Output['say']

/** `publish [<source>] --portal <slug> …`. */
export function usage(command: Command): string {
  const words = command.arguments.map(({ name, optional }) =>
    optional === true ? `[<${name}>]` : `<${name}>`,
  )
  const options = command.options.map(({ name, value, required }) => {
    const text = value === undefined ? `--${name}` : `--${name} ${value}`
    return required === true ? text : `[${text}]`
  })
  return [command.name, ...words, ...options].join(' ')
}

const columns = (rows: readonly (readonly [name: string, text: string])[]): readonly string[] => {
  const width = Math.max(0, ...rows.map(([name]) => name.length))
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)
}

/** What `vitrine` alone says. */
export const overview = (say: Say): readonly string[] => [
  say('cli.about'),
  '',
  say('cli.usage', { usage: 'vitrine <command> [options]' }),
  '',
  ...columns(COMMANDS.map(({ name }) => [name, say(`cli.command.${name}`)])),
  '',
  say('cli.more_help'),
]

/** What `vitrine help <command>` says. */
export function commandHelp(command: Command, say: Say): readonly string[] {
  const words = command.arguments.map(({ name }): [string, string] => [
    `<${name}>`,
    say(`cli.argument.${name}`),
  ])
  const options = [...command.options, ...COMMON_OPTIONS].map((option): [string, string] => [
    'value' in option && option.value !== undefined ? `--${option.name} ${option.value}` : `--${option.name}`,
    say(`cli.option.${option.name}`),
  ])
  const endings = Object.entries(EXIT_CODES).map(([name, code]): [string, string] => [
    String(code),
    say(`cli.exit.${name}`),
  ])
  return [
    say('cli.usage', { usage: `vitrine ${usage(command)}` }),
    '',
    say(`cli.command.${command.name}`),
    '',
    ...columns([...words, ...options]),
    '',
    say('cli.exit_codes'),
    ...columns(endings),
  ]
}
