import type { FormModel } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import { Field } from '../../ui/field.tsx'
import { NewPassword } from '../../ui/new-password.tsx'
import { OwnArea } from '../../ui/own-area.tsx'
import { PostForm } from '../../ui/post-form.tsx'

interface FormProps {
  readonly ctx: PageContext
  readonly form: FormModel
  readonly email: string
}

/** `/{lang}/account/password/`. */
export const PasswordPage = ({ ctx, form, email }: FormProps) => (
  <OwnArea
    ctx={ctx}
    page="security"
    title={ctx.t('security.change_password')}
    lead={ctx.t('password.lead')}
    form={form}
  >
    <PostForm form={form}>
      <NewPassword ctx={ctx} form={form} email={email} />
      <button class="button main" type="submit">
        {ctx.t('form.save')}
      </button>
    </PostForm>
  </OwnArea>
)

/** `/{lang}/account/change-email/`. */
export const ChangeEmailPage = ({ ctx, form, email }: FormProps) => (
  <OwnArea
    ctx={ctx}
    page="profile"
    title={ctx.t('own.change_email')}
    lead={ctx.t('change-email.lead', { email })}
    form={form}
  >
    <PostForm form={form}>
      <Field
        form={form}
        name="email"
        type="email"
        label={ctx.t('change-email.new')}
        autocomplete="email"
        required
      />
      <button class="button main" type="submit">
        {ctx.t('change-email.go')}
      </button>
    </PostForm>
  </OwnArea>
)
