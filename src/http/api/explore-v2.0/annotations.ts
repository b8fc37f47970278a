/**
 * A dataset object as v2.0 has it: every annotation of a field is a list of its arguments, `[]` for a mere flag
 * (explore-api §9.2).
 */
export function annotatedAsLists(
  object: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { fields } = object
  return Array.isArray(fields) ? { ...object, fields: fields.map(fieldOf) } : object
}

const fieldOf = (field: Readonly<Record<string, unknown>>): object => ({
  ...field,
  annotations: Object.fromEntries(
    Object.entries(field.annotations ?? {}).map(([name, value]) => [name, value === true ? [] : [value]]),
  ),
})
