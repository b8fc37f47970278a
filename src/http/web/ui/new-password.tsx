import { LEAST_PASSWORD } from '../../../core/account/password-rules.ts'
import type { FormModel } from '../models/form-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { Field } from './field.tsx'

interface NewPasswordProps {
  readonly ctx: PageContext
  readonly form: FormModel
  /** The address that a password manager keeps it under; null where the form asks for it. */
  readonly email: string | null
}

/** The choice of a password, and whose it is. */
export const NewPassword = ({ ctx, form, email }: NewPasswordProps) => (
  <>
    {email !== null && (
      <div class="entry">
        <label for="account">{ctx.t('field.email')}</label>
        <input id="account" type="email" value={email} autocomplete="username" dir="ltr" readOnly />
      </div>
    )}
    <Field
      form={form}
      name="password"
      type="password"
      label={ctx.t('field.new_password')}
      hint={ctx.t('field.password_hint', { least: LEAST_PASSWORD })}
      autocomplete="new-password"
      required
    />
  </>
)
