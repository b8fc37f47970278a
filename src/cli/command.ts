import type { Application } from './application.ts'
import type { Audit } from './auditor.ts'
import type { ExitName } from './exit-codes.ts'
import type { LocatedSettings } from './located-settings.ts'
import type { Output } from './output.ts'

/** `--name`, explained by the sentence `cli.option.<name>`; without `value` it is a flag. */
export interface CommandOption {
  readonly name: string
  /** What stands for the value in help: `<slug>`. */
  readonly value?: string
  readonly required?: true
}

/** A word after the command, explained by the sentence `cli.argument.<name>`. */
export interface CommandArgument {
  readonly name: string
  readonly optional?: true
}

/** What was asked, checked against the command's own declaration. */
export interface Invocation {
  readonly arguments: Readonly<Record<string, string | undefined>>
  readonly options: Readonly<Record<string, string | undefined>>
  readonly flags: ReadonlySet<string>
}

/** What a command may use; settings and engines only when it asks for them. */
export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder it was started in. */
  readonly folder: string
  readonly output: Output
  /** Aborted when the command should end: a stop signal, or the launcher has gone. */
  readonly signal: AbortSignal
  /** The settings; refused ones leave as {@link Refusal}. */
  settings(): LocatedSettings
  open(): Promise<Application>
  /** Needs no application. */
  readonly audit: Audit
  /** The first line of the standard input. */
  readInput(): Promise<string>
}

/** One row of the table of commands, explained by the sentence `cli.command.<name>`. */
export interface Command {
  readonly name: string
  readonly arguments: readonly CommandArgument[]
  readonly options: readonly CommandOption[]
  run(invocation: Invocation, context: CommandContext): Promise<ExitName>
}
