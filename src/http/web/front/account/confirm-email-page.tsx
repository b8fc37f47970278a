import type { FormModel } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import { Layout } from '../../ui/layout.tsx'
import { FaultSummary, formTitle, PostForm } from '../../ui/post-form.tsx'

/** `/{lang}/account/email/`: behind the link that was sent to a new address. */
export const ConfirmEmailPage = ({ ctx, form }: { ctx: PageContext; form: FormModel }) => (
  <Layout ctx={ctx} title={formTitle(ctx, form, ctx.t('confirm-email.title'))} hidden>
    <div class="shell page account-form">
      <h1>{ctx.t('confirm-email.title')}</h1>
      <p class="lead">{ctx.t('confirm-email.text')}</p>
      <FaultSummary ctx={ctx} form={form} />
      <PostForm form={form}>
        <button class="button main" type="submit">
          {ctx.t('confirm-email.go')}
        </button>
      </PostForm>
    </div>
  </Layout>
)
