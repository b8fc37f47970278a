import type { FormModel } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import { Layout } from '../../ui/layout.tsx'
import { PostForm } from '../../ui/post-form.tsx'

/** `/{lang}/account/sign-out/`: asks once, since no link may sign anybody out (privacy.md C63). */
export const SignOutPage = ({ ctx, form }: { ctx: PageContext; form: FormModel }) => (
  <Layout ctx={ctx} title={ctx.t('sign-out.title')} hidden>
    <div class="shell page account-form">
      <h1>{ctx.t('sign-out.title')}</h1>
      <p class="lead">{ctx.t('sign-out.text')}</p>
      <PostForm form={form}>
        <button class="button main" type="submit">
          {ctx.t('sign-out.go')}
        </button>
      </PostForm>
    </div>
  </Layout>
)
