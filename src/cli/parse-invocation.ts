import { parseArgs } from 'node:util'
import { closestMatch } from '../core/closest-match.ts'
import { type Diagnostic, type Parsed, parsed, refused } from '../core/parsed.ts'
import type { Command, Invocation } from './command.ts'

/** Options that every command has. */
export const COMMON_OPTIONS = [{ name: 'json' }, { name: 'help' }] as const

/** Reads the words after a command's name; every fault is told. */
export function parseInvocation(command: Command, words: readonly string[]): Parsed<Invocation> {
  const declared = [...command.options, ...COMMON_OPTIONS]
  const faults: Diagnostic[] = []
  const options: Record<string, string> = {}
  const flags = new Set<string>()
  const positionals: string[] = []
  for (const token of tokens(words, declared)) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const option = declared.find(({ name }) => name === token.name)
    if (option === undefined) faults.push(unknownOption(token.rawName, declared))
    else if ('value' in option && option.value !== undefined) {
      if (token.value === undefined || token.value === '') faults.push(optionMissing(option.name))
      else options[option.name] = token.value
    } else if (token.value === undefined) flags.add(option.name)
    else faults.push({ code: 'option_flag', place: '', params: { name: option.name } })
  }
  const named = nameArguments(command, positionals)
  faults.push(...named.faults)
  for (const option of command.options)
    if (option.required === true && options[option.name] === undefined)
      faults.push(optionMissing(option.name))
  const [first, ...rest] = faults
  if (first === undefined || flags.has('help')) return parsed({ arguments: named.values, options, flags })
  return refused(first, ...rest)
}

function tokens(
  words: readonly string[],
  declared: readonly { readonly name: string; readonly value?: string }[],
) {
  return parseArgs({
    args: [...words],
    options: Object.fromEntries(
      declared.map(({ name, value }) => [
        name,
        { type: value === undefined ? 'boolean' : 'string' } as const,
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  }).tokens
}

const optionMissing = (name: string): Diagnostic => ({ code: 'option_missing', place: '', params: { name } })

function unknownOption(rawName: string, declared: readonly { readonly name: string }[]): Diagnostic {
  const near = closestMatch(
    rawName,
    declared.map(({ name }) => `--${name}`),
  )
  const fault = { code: 'option_unknown', place: '', params: { name: rawName } }
  return near === undefined ? fault : { ...fault, hint: { code: 'did_you_mean', params: { name: near } } }
}

function nameArguments(command: Command, positionals: readonly string[]) {
  const values: Record<string, string> = {}
  const faults: Diagnostic[] = []
  for (const [index, { name, optional }] of command.arguments.entries()) {
    const value = positionals[index]
    if (value !== undefined) values[name] = value
    else if (optional !== true) faults.push({ code: 'argument_missing', place: '', params: { name } })
  }
  for (const value of positionals.slice(command.arguments.length))
    faults.push({ code: 'argument_surplus', place: '', params: { value } })
  return { values, faults }
}
