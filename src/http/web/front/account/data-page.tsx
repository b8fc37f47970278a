import { accountUrl } from '../../account-urls.ts'
import type { FormModel } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { OwnArea } from '../../ui/own-area.tsx'
import { PostForm } from '../../ui/post-form.tsx'

/** `/{lang}/account/data/`: what is kept of somebody, to take along or to have deleted. */
export const DataPage = ({ ctx }: { ctx: PageContext }) => {
  const { t } = ctx
  return (
    <OwnArea ctx={ctx} page="data" title={t('own.data')} lead={t('data.lead')}>
      <section class="own-part">
        <h2>{t('data.export')}</h2>
        <p>{t('data.export_text')}</p>
        <p>
          <a class="button" href={accountUrl(ctx.language, 'export')} download>
            <Icon ctx={ctx} name="download" />
            {t('data.export_go')}
          </a>
        </p>
      </section>
      <section class="own-part">
        <h2>{t('delete.title')}</h2>
        <p>{t('data.delete_text')}</p>
        <p>
          <a class="button" href={accountUrl(ctx.language, 'delete')}>
            {t('delete.title')}
          </a>
        </p>
      </section>
    </OwnArea>
  )
}

/** `/{lang}/account/delete/`: asks for the address, so that it does not happen by a slip. */
export const DeletePage = ({ ctx, form, email }: { ctx: PageContext; form: FormModel; email: string }) => {
  const { t } = ctx
  return (
    <OwnArea ctx={ctx} page="data" title={t('delete.title')} lead={t('delete.lead')} form={form}>
      <PostForm form={form}>
        <Field
          form={form}
          name="email"
          type="email"
          label={t('delete.type', { email })}
          autocomplete="off"
          required
        />
        <button class="button danger" type="submit">
          {t('delete.go')}
        </button>
      </PostForm>
    </OwnArea>
  )
}
