import type { FormModel } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import { Field } from '../../ui/field.tsx'
import { Layout } from '../../ui/layout.tsx'
import { NewPassword } from '../../ui/new-password.tsx'
import { Notice } from '../../ui/notice.tsx'
import { FaultSummary, formTitle, PostForm } from '../../ui/post-form.tsx'

export interface ChoosePasswordModel {
  readonly form: FormModel
  readonly kind: 'confirm' | 'reset' | 'invitation' | 'first_administrator'
  /** Whose account it is; null for the first administrator, who says so. */
  readonly email: string | null
  /** Address of somebody else who is signed in here, and will not be any more; null for nobody. */
  readonly present: string | null
}

/** What is behind a link of a mail or of the command line: the choice of a password. */
export const ChoosePasswordPage = ({ ctx, model }: { ctx: PageContext; model: ChoosePasswordModel }) => {
  const { t } = ctx
  const { form, kind, email, present } = model
  const title = t(`link.${kind}.title`, { portal: ctx.portal.title.text })
  return (
    <Layout ctx={ctx} title={formTitle(ctx, form, title)} hidden>
      <div class="shell page account-form">
        <h1>{title}</h1>
        <p class="lead">{t(`link.${kind}.text`)}</p>
        {present !== null && <Notice ctx={ctx}>{t('session.replaces', { email: present })}</Notice>}
        <FaultSummary ctx={ctx} form={form} />
        <PostForm form={form}>
          {email === null && (
            <>
              <Field form={form} name="name" label={t('field.name')} autocomplete="name" required />
              <Field
                form={form}
                name="email"
                type="email"
                label={t('field.email')}
                autocomplete="username"
                required
              />
            </>
          )}
          <NewPassword ctx={ctx} form={form} email={email} />
          <button class="button main" type="submit">
            {t(`link.${kind}.go`)}
          </button>
        </PostForm>
      </div>
    </Layout>
  )
}
