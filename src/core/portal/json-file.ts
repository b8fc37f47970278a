import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { closestMatch } from '../closest-match.ts'
import { type Diagnostic, type Parsed, parsed, refused } from '../parsed.ts'

const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  strict: true,
  strictRequired: false,
  strictTypes: false,
})

/** A reader of one JSON Schema, compiled once. `T` is what the schema describes. */
export const schemaOf = <T>(schema: object): ValidateFunction<T> => ajv.compile<T>(schema)

/** Reads a JSON text against its schema; every fault names file and member. */
export function readJsonFile<T>(file: string, text: string, schema: ValidateFunction<T>): Parsed<T> {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (thrown) {
    return refused({ code: 'file_not_json', place: file, params: { file, line: lineOf(thrown, text) } })
  }
  if (schema(content)) return parsed(content)
  const [first, ...rest] = told(schema.errors ?? []).map(error => diagnose(file, error))
  return first === undefined
    ? refused({ code: 'file_not_json', place: file, params: { file, line: 1 } })
    : refused(first, ...rest)
}

/** 1-based line where JSON ended to be JSON; the last one when the engine does not say. */
function lineOf(thrown: unknown, text: string): number {
  const position = thrown instanceof Error ? /at position (\d+)/.exec(thrown.message)?.[1] : undefined
  return text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length
}

/** The errors worth telling: a choice of shapes is one fault, not the faults of each shape. */
function told(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter(error => error.keyword === 'oneOf').map(error => error.instancePath)
  return errors.filter(
    error =>
      error.keyword !== 'propertyNames' &&
      (error.keyword === 'oneOf' || !choices.some(path => error.instancePath.startsWith(path))),
  )
}

const memberOf = (pointer: string): string => pointer.slice(1).replaceAll('/', '.')

const join = (parent: string, name: string): string => (parent === '' ? name : `${parent}.${name}`)

function diagnose(file: string, error: ErrorObject): Diagnostic {
  const parent = memberOf(error.instancePath)
  if (error.keyword === 'required') {
    const member = join(parent, String(error.params.missingProperty))
    return { code: 'member_missing', place: `${file}: ${member}`, params: { member } }
  }
  if (error.keyword === 'additionalProperties') return unknownMember(file, parent, error)
  const member = join(parent, error.propertyName ?? '').replace(/\.$/, '')
  return {
    code: 'member_invalid',
    place: member === '' ? file : `${file}: ${member}`,
    params: { member, expected: expected(error) },
  }
}

function unknownMember(file: string, parent: string, error: ErrorObject): Diagnostic {
  const name = String(error.params.additionalProperty)
  const member = join(parent, name)
  const near = closestMatch(name, Object.keys(error.parentSchema?.properties ?? {}))
  const fault = { code: 'member_unknown', place: `${file}: ${member}`, params: { member } }
  return near === undefined ? fault : { ...fault, hint: { code: 'did_you_mean', params: { name: near } } }
}

/** What the schema asks for, in its own notation. */
function expected({ keyword, params, schema }: ErrorObject): string {
  switch (keyword) {
    case 'type':
      return String(params.type)
    case 'enum':
      return Array.isArray(schema) ? schema.join(' | ') : keyword
    case 'const':
      return JSON.stringify(schema)
    case 'pattern':
      return String(params.pattern)
    case 'oneOf':
      return '{ package, path } | { file } | { url }'
    default:
      return `${keyword} ${'limit' in params ? String(params.limit) : ''}`.trim()
  }
}
