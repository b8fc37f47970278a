import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

// What an OpenAPI document says of an answer, read as a stranger would: nothing of the product's code is used here.

interface HeaderObject {
  readonly required?: boolean
  readonly schema: object
}

interface ResponseObject {
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>
  readonly content?: Readonly<
    Record<string, { readonly schema: { readonly $ref?: string; readonly type?: string } }>
  >
}

export interface ParameterObject {
  readonly name: string
  readonly in: 'query' | 'path'
  readonly required: boolean
  readonly schema: Readonly<Record<string, unknown>>
  readonly example?: unknown
}

export interface OperationObject {
  readonly operationId: string
  readonly parameters: readonly (ParameterObject | { readonly $ref: string })[]
  readonly responses: Readonly<Record<string, ResponseObject | { readonly $ref: string }>>
}

export interface OpenApiDocument {
  readonly openapi: string
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, { readonly get: OperationObject }>>
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** An answer as it came. */
export interface AnswerToCheck {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Buffer
}

export interface DescribedApi {
  readonly document: OpenApiDocument
  /** Template of a path below the server's root; null when no operation has it. */
  templateOf(path: string): string | null
  /** What of an answer the document does not allow; empty when all of it is as described. */
  faultsOf(path: string, answer: AnswerToCheck): readonly string[]
  /** Whether a value has the shape of a component, with the first reason when it has not. */
  mismatch(schema: string, value: unknown): string | null
}

const isJson = (type: string): boolean => /^application\/(?:[a-z.]+\+)?json$/.test(type)

/** Reads a document; paths are checked below the path of its server. */
export function describedApi(document: OpenApiDocument): DescribedApi {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(document, 'api')
  const compiled = new Map<string, ValidateFunction>()
  const at = (pointer: string): unknown =>
    pointer
      .slice(2)
      .split('/')
      .reduce<unknown>((value, part) => Reflect.get(Object(value), part.replaceAll('~1', '/')), document)
  const resolve = <T>(value: T | { readonly $ref: string }): T =>
    typeof value === 'object' && value !== null && '$ref' in value ? (at(value.$ref) as T) : (value as T)
  const validator = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `api${pointer}` })
    compiled.set(pointer, known)
    return known
  }
  const mismatchAt = (pointer: string, value: unknown): string | null => {
    const validate = validator(pointer)
    return validate(value) ? null : ajv.errorsText(validate.errors)
  }
  const root = new URL(document.servers[0]?.url ?? 'http://none').pathname
  const templates = Object.keys(document.paths).map(template => ({ template, parts: partsOf(template) }))
  const templateOf = (path: string): string | null => {
    const below = new URL(path, 'http://none').pathname.replaceAll(/\/{2,}/g, '/')
    if (!below.startsWith(root)) return null
    const parts = partsOf(below.slice(root.length))
    const fits = templates.filter(
      ({ parts: asked }) =>
        asked.length === parts.length &&
        asked.every((part, place) => part.startsWith('{') || part === parts[place]),
    )
    const holes = ({ template }: { readonly template: string }): number => template.split('{').length
    return fits.sort((a, b) => holes(a) - holes(b))[0]?.template ?? null
  }
  const headerFaults = (response: ResponseObject, answer: AnswerToCheck): readonly string[] =>
    Object.entries(response.headers ?? {}).flatMap(([name, reference]) => {
      const header = resolve<HeaderObject>(reference)
      const value = answer.headers[name.toLowerCase()]
      if (value === undefined) return header.required === true ? [`header ${name} is missing`] : []
      const sent = Reflect.get(header.schema, 'type') === 'integer' ? Number(value) : value
      return ajv.validate(header.schema, sent) ? [] : [`header ${name}: ${value}`]
    })
  const bodyFaults = (response: ResponseObject, answer: AnswerToCheck): readonly string[] => {
    if (response.content === undefined)
      return answer.body.length === 0 ? [] : [`${answer.status} has a body: ${answer.body.subarray(0, 80)}`]
    const type = String(answer.headers['content-type']).split(';')[0] ?? ''
    const pointer = (response.content[type] ?? response.content['*/*'])?.schema
    if (pointer === undefined) return [`type ${type} is not described`]
    if (!isJson(type) || pointer.$ref === undefined || answer.headers['content-encoding'] !== undefined)
      return []
    const wrong = mismatchAt(pointer.$ref, JSON.parse(answer.body.toString()))
    return wrong === null ? [] : [wrong]
  }
  const stranger: ResponseObject = {
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Fault404' } } },
  }
  const faultsOf = (path: string, answer: AnswerToCheck): readonly string[] => {
    const template = templateOf(path)
    if (template === null) return answer.status === 404 ? bodyFaults(stranger, answer) : []
    const described = document.paths[template]?.get.responses[answer.status]
    if (described === undefined) return [`status ${answer.status} is not described`]
    const response = resolve(described)
    return [...headerFaults(response, answer), ...bodyFaults(response, answer)]
  }
  const mismatch = (schema: string, value: unknown): string | null =>
    mismatchAt(`#/components/schemas/${schema}`, value)
  return { document, templateOf, faultsOf, mismatch }
}

const partsOf = (path: string): readonly string[] => path.split('/').filter(part => part !== '')
