import type { FormModel } from '../models/form-model.ts'
import { PostForm } from '../ui/post-form.tsx'

interface ActButtonProps {
  readonly form: FormModel
  /** Which of the page's acts. */
  readonly act: string
  readonly label: string
  /** What the button is called where its label alone does not tell. */
  readonly of?: string
  readonly hint?: string
  /** Further fields of the act. */
  readonly fields?: Readonly<Record<string, string>>
}

/** One act with a button of its own. */
export const ActButton = ({ form, act, label, of, hint, fields = {} }: ActButtonProps) => (
  <PostForm form={form} class="inline-form">
    <input type="hidden" name="act" value={act} />
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <button class="button" type="submit" aria-label={of}>
      {label}
    </button>
    {hint !== undefined && <p class="hint">{hint}</p>}
  </PostForm>
)
