import { accountUrl } from '../../account-urls.ts'
import type { FormModel } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import { OwnArea } from '../../ui/own-area.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import { Snippet } from '../../ui/snippet.tsx'

/** Recovery codes, shown this once. No form stands here: the session may just have got another identifier. */
export const CodesPage = ({ ctx, codes }: { ctx: PageContext; codes: readonly string[] }) => {
  const { t } = ctx
  return (
    <OwnArea ctx={ctx} page="security" title={t('codes.title')} lead={t('codes.lead')}>
      <Snippet ctx={ctx} label={t('codes.label')} text={codes.join('\n')} />
      <p>
        <a class="button main" href={accountUrl(ctx.language, 'security')}>
          {t('codes.kept')}
        </a>
      </p>
    </OwnArea>
  )
}

/** `/{lang}/account/recovery-codes/`: asks before the codes there are end. */
export const NewCodesPage = ({ ctx, form }: { ctx: PageContext; form: FormModel }) => (
  <OwnArea
    ctx={ctx}
    page="security"
    title={ctx.t('security.new_codes')}
    lead={ctx.t('codes.renew')}
    form={form}
  >
    <PostForm form={form}>
      <button class="button main" type="submit">
        {ctx.t('codes.go')}
      </button>
    </PostForm>
  </OwnArea>
)
