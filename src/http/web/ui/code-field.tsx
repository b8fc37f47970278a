import type { FormModel } from '../models/form-model.ts'
import { Field } from './field.tsx'

interface CodeFieldProps {
  readonly form: FormModel
  readonly label: string
  readonly hint?: string
}

/** The six digits that an app shows now; telephones offer to fill them in. */
export const CodeField = (props: CodeFieldProps) => (
  <Field {...props} name="code" autocomplete="one-time-code" inputmode="numeric" required latin />
)
