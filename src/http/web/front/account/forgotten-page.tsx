import { accountUrl } from '../../account-urls.ts'
import type { FormModel } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import { Field } from '../../ui/field.tsx'
import { Layout } from '../../ui/layout.tsx'
import { FaultSummary, formTitle, PostForm } from '../../ui/post-form.tsx'

/** `/{lang}/account/forgotten/`: asks for a link to set a new password. */
export const ForgottenPage = ({ ctx, form }: { ctx: PageContext; form: FormModel }) => (
  <Layout ctx={ctx} title={formTitle(ctx, form, ctx.t('forgotten.title'))} hidden>
    <div class="shell page account-form">
      <h1>{ctx.t('forgotten.title')}</h1>
      <p class="lead">{ctx.t('forgotten.text')}</p>
      <FaultSummary ctx={ctx} form={form} />
      <PostForm form={form}>
        <Field
          form={form}
          name="email"
          type="email"
          label={ctx.t('field.email')}
          autocomplete="username"
          required
        />
        <button class="button main" type="submit">
          {ctx.t('forgotten.go')}
        </button>
      </PostForm>
      <ul class="ways">
        <li>
          <a href={accountUrl(ctx.language, 'sign_in')}>{ctx.t('sign-in.title')}</a>
        </li>
      </ul>
    </div>
  </Layout>
)
