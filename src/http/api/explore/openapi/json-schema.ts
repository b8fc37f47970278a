/** A value of a JSON document. */
export type JsonValue =
  | null
  | string
  | number
  | boolean
  | readonly JsonValue[]
  | { readonly [member: string]: JsonValue }

/** A schema of JSON Schema 2020-12, which OpenAPI 3.1 uses as it is. */
export type JsonSchema = Readonly<Record<string, JsonValue>>

export const STRING: JsonSchema = { type: 'string' }
export const INTEGER: JsonSchema = { type: 'integer' }
export const BOOLEAN: JsonSchema = { type: 'boolean' }

/** The same schema, or null. */
export const nullable = (schema: JsonSchema): JsonSchema =>
  typeof schema.type === 'string'
    ? { ...schema, type: [schema.type, 'null'] }
    : { anyOf: [schema, { type: 'null' }] }

export const arrayOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items })

/** An object whose members are all there unless they are named as optional; others are welcome only when `open`. */
export const object = (
  properties: Readonly<Record<string, JsonSchema>>,
  { optional = [], open = false }: { readonly optional?: readonly string[]; readonly open?: boolean } = {},
): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties).filter(name => !optional.includes(name)),
  properties,
  ...(open ? {} : { additionalProperties: false }),
})
