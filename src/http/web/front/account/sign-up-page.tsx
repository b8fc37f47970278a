import { signInUrl } from '../../account-urls.ts'
import type { FormModel } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import { Field } from '../../ui/field.tsx'
import { Layout } from '../../ui/layout.tsx'
import { FaultSummary, formTitle, PostForm } from '../../ui/post-form.tsx'

export interface SignUpModel {
  readonly form: FormModel
  /** Whether an administrator looks at every account first. */
  readonly approved: boolean
}

/** `/{lang}/account/sign-up/`. */
export const SignUpPage = ({ ctx, model }: { ctx: PageContext; model: SignUpModel }) => {
  const { t } = ctx
  const { form } = model
  const title = t('sign-up.title')
  return (
    <Layout ctx={ctx} title={formTitle(ctx, form, title)} hidden>
      <div class="shell page account-form">
        <h1>{title}</h1>
        <p class="lead">{t(model.approved ? 'sign-up.text_approval' : 'sign-up.text')}</p>
        <FaultSummary ctx={ctx} form={form} />
        <PostForm form={form}>
          <Field form={form} name="name" label={t('field.name')} autocomplete="name" required />
          <Field
            form={form}
            name="email"
            type="email"
            label={t('field.email')}
            autocomplete="email"
            required
          />
          <button class="button main" type="submit">
            {t('sign-up.go')}
          </button>
        </PostForm>
        <ul class="ways">
          <li>
            {t('sign-up.known')}{' '}
            <a href={signInUrl(ctx.language, `/${ctx.language}/`)}>{t('sign-in.title')}</a>
          </li>
        </ul>
      </div>
    </Layout>
  )
}
