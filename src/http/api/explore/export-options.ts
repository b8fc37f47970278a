import { VitrineError } from '../../../core/errors.ts'
import { COMMON_OPTIONS, type ExportFormat, formatTraits } from '../../../core/export/formats.ts'
import {
  DEFAULT_EXPORT_OPTIONS,
  EXPORT_OPTIONS,
  type ExportOption,
  type ExportOptions,
  type OptionKind,
} from '../../../core/export/options.ts'
import type { ExploreParams } from './params.ts'

/**
 * Options of a format (explore-api §8.1, §8.3); those of other formats are not even looked at. `defaults` are those of
 * older versions of the API. Rejects with `parameter_invalid`.
 */
export function readExportOptions(
  params: ExploreParams,
  format: ExportFormat,
  defaults: Partial<ExportOptions> = {},
): ExportOptions {
  const names: readonly ExportOption[] = [...COMMON_OPTIONS, ...formatTraits(format).options]
  const asked = names.flatMap(name => {
    const text = params.other[name] ?? params.other[OLDER_NAMES[name] ?? name]
    return text === undefined ? [] : [[name, readOption(name, text)] as const]
  })
  return { ...DEFAULT_EXPORT_OPTIONS, ...defaults, ...(Object.fromEntries(asked) as Partial<ExportOptions>) }
}

/** Names that version 1 gave options (explore-api §8.1). */
const OLDER_NAMES: { readonly [K in ExportOption]?: string } = { use_labels: 'use_labels_for_header' }

/** A yes or no that is no option of a format; rejects with `parameter_invalid`. */
export function readNamedFlag(params: ExploreParams, name: string, fallback: boolean): boolean {
  const text = params.other[name]
  if (text === undefined) return fallback
  const flag = readFlag(text)
  if (flag !== null) return flag
  throw new VitrineError('parameter_invalid', { parameter: name, found: text, expected: 'true or false' })
}

type OptionValue = ExportOptions[ExportOption]

function readOption(name: ExportOption, text: string): OptionValue {
  const option: OptionKind = EXPORT_OPTIONS[name]
  const refuse = (expected: string): VitrineError =>
    new VitrineError('parameter_invalid', { parameter: name, found: text, expected })
  switch (option.kind) {
    case 'flag':
      return readFlag(text) ?? thrown(refuse('true or false'))
    case 'choice': {
      const value = option.values.find(one => one === text)
      return (value as OptionValue | undefined) ?? thrown(refuse(`one of ${listed(option.values)}`))
    }
    case 'integer':
      return /^\d{1,9}$/.test(text) ? Number(text) : thrown(refuse('a whole number'))
    case 'text':
      return text
  }
}

function readFlag(text: string): boolean | null {
  const lower = text.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : null
}

function thrown(fault: VitrineError): never {
  throw fault
}

/** `; , | or a tab`. */
const listed = (values: readonly string[]): string =>
  [...values.filter(value => value !== '\t'), ...(values.includes('\t') ? ['or a tab'] : [])].join(' ')
