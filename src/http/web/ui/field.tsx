import { type FormModel, faultOf } from '../models/form-model.ts'

interface FieldProps {
  readonly form: FormModel
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly type?: 'text' | 'email' | 'password' | 'number'
  /** What browsers and password managers may fill in. */
  readonly autocomplete?: string
  readonly inputmode?: 'numeric'
  readonly required?: boolean
  /** Codes, addresses and the like are written from left to right in every language. */
  readonly latin?: boolean
  readonly spellcheck?: boolean
  /** What it may hold, offered while somebody types. */
  readonly choices?: readonly string[]
}

/** Ids of what is said beside a field, for `aria-describedby`. */
const describedBy = (name: string, hint: string | undefined, fault: string | undefined) =>
  [hint === undefined ? [] : [`${name}-hint`], fault === undefined ? [] : [`${name}-fault`]]
    .flat()
    .join(' ') || undefined

/** One line to fill in, with its name, what helps, and what is wrong with it. */
export const Field = (props: FieldProps) => {
  const { form, name, label, hint } = props
  const fault = faultOf(form, name)
  return (
    <div class="entry">
      <label for={name}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p class="entry-fault" id={`${name}-fault`}>
          {fault}
        </p>
      )}
      {inputOf(props.type ?? 'text', attributesOf(props, fault))}
      {props.choices !== undefined && (
        <datalist id={`${name}-choices`}>
          {props.choices.map(choice => (
            <option value={choice} />
          ))}
        </datalist>
      )}
    </div>
  )
}

const attributesOf = (
  { form, name, hint, label: _, choices, type = 'text', latin = type !== 'text', ...rest }: FieldProps,
  fault: string | undefined,
) => ({
  ...{ ...rest, id: name, name, dir: latin ? ('ltr' as const) : ('auto' as const) },
  value: type === 'password' ? undefined : form.values[name],
  list: choices === undefined ? undefined : `${name}-choices`,
  'aria-invalid': fault === undefined ? undefined : ('true' as const),
  'aria-describedby': describedBy(name, hint, fault),
})

/** Each type is an element of its own to the compiler. */
function inputOf(type: NonNullable<FieldProps['type']>, attributes: ReturnType<typeof attributesOf>) {
  switch (type) {
    case 'email':
      return <input {...attributes} type="email" />
    case 'password':
      return <input {...attributes} type="password" />
    case 'number':
      return <input {...attributes} type="number" />
    case 'text':
      return <input {...attributes} type="text" />
  }
}

/** A box to tick. */
export const Check = ({ form, name, label, hint }: Pick<FieldProps, 'form' | 'name' | 'label' | 'hint'>) => (
  <div class="check">
    <input
      id={name}
      name={name}
      type="checkbox"
      value="yes"
      checked={form.values[name] === 'yes'}
      aria-describedby={hint === undefined ? undefined : `${name}-hint`}
    />
    <label for={name}>{label}</label>
    {hint !== undefined && (
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
    )}
  </div>
)
