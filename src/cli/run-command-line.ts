import { closestMatch } from '../core/closest-match.ts'
import { asVitrineError } from '../core/errors.ts'
import type { Diagnostic } from '../core/parsed.ts'
import type { OpenApplication } from './application.ts'
import type { Audit } from './auditor.ts'
import type { Command, CommandContext } from './command.ts'
import { COMMANDS } from './commands.ts'
import { EXIT_OF_KIND, type ExitName } from './exit-codes.ts'
import { commandHelp, overview } from './help.ts'
import { loadSettings } from './load-settings.ts'
import type { LocatedSettings } from './located-settings.ts'
import type { Output } from './output.ts'
import { parseInvocation } from './parse-invocation.ts'
import { Refusal } from './refusal.ts'

/** The world of one run of the command line. */
export interface Surroundings {
  readonly words: readonly string[]
  readonly env: CommandContext['env']
  readonly folder: string
  readonly version: string
  readonly output: Output
  readonly signal: AbortSignal
  readonly openApplication: OpenApplication
  readonly audit: Audit
  /** The first line of the standard input, without its end. */
  readonly readInput: () => Promise<string>
  /** Takes what nobody foresaw, for whoever mends it. */
  readonly onBug: (thrown: unknown) => void
}

/** Runs what the words ask for and says how it ended; never throws. */
export async function runCommandLine(surroundings: Surroundings): Promise<ExitName> {
  const { output, signal, onBug } = surroundings
  try {
    return await dispatch(surroundings)
  } catch (thrown) {
    if (thrown instanceof Refusal) {
      output.faults(thrown.diagnostics)
      return thrown.exit
    }
    if (signal.aborted) return 'failed'
    const fault = asVitrineError(thrown)
    if (fault.kind === 'bug') onBug(thrown)
    output.faults([{ code: fault.code, place: '', params: fault.params }])
    return EXIT_OF_KIND[fault.kind]
  }
}

async function dispatch(surroundings: Surroundings): Promise<ExitName> {
  const { words, output, version } = surroundings
  const [name = 'help', ...rest] = words
  if (name === '--version' || name === 'version') {
    output.result({ version }, [version])
    return 'done'
  }
  if (name === 'help' || name === '--help' || name === '-h') return help(rest[0], output)
  const command = findCommand(name)
  const invocation = parseInvocation(command, rest)
  if (!invocation.ok) throw new Refusal(invocation.diagnostics, 'usage')
  if (invocation.value.flags.has('help')) return help(command.name, output)
  return command.run(invocation.value, contextOf(surroundings))
}

function help(name: string | undefined, output: Output): ExitName {
  const wanted = name === undefined || name.startsWith('-') ? null : findCommand(name)
  const lines = wanted === null ? overview(output.say) : commandHelp(wanted, output.say)
  output.result({ help: lines }, lines)
  return 'done'
}

function findCommand(name: string): Command {
  const found = COMMANDS.find(command => command.name === name)
  if (found !== undefined) return found
  const near = closestMatch(
    name,
    COMMANDS.map(command => command.name),
  )
  const fault: Diagnostic = { code: 'command_unknown', place: '', params: { name } }
  throw new Refusal(
    [near === undefined ? fault : { ...fault, hint: { code: 'did_you_mean', params: { name: near } } }],
    'usage',
  )
}

function contextOf({ openApplication, ...surroundings }: Surroundings): CommandContext {
  const { env, folder, output, signal, audit, readInput } = surroundings
  let loaded: LocatedSettings | undefined
  const settings = () => {
    if (loaded !== undefined) return loaded
    const read = loadSettings(env, folder)
    if (!read.ok) throw new Refusal(read.diagnostics)
    loaded = read.value
    return loaded
  }
  const open = () => openApplication(settings(), signal)
  return { env, folder, output, signal, audit, readInput, settings, open }
}
