import { passkeyOptionsUrl } from '../../account-urls.ts'
import type { FormModel } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import { Field } from '../../ui/field.tsx'
import { OwnArea } from '../../ui/own-area.tsx'
import { PostForm } from '../../ui/post-form.tsx'

/** `/{lang}/account/new-passkey/`: the browser makes it, so scripts have to run. */
export const NewPasskeyPage = ({ ctx, form }: { ctx: PageContext; form: FormModel }) => {
  const { t } = ctx
  return (
    <OwnArea ctx={ctx} page="security" title={t('security.add_passkey')} lead={t('passkey.lead')} form={form}>
      <v-passkey data-options={passkeyOptionsUrl(ctx.language, 'make')} data-failed={t('passkey.failed')}>
        <PostForm form={form}>
          <input type="hidden" name="passkey" value="" />
          <Field
            form={form}
            name="name"
            label={t('passkey.name')}
            hint={t('passkey.name_hint')}
            autocomplete="off"
            required
          />
          <button class="button main" type="submit" hidden>
            {t('passkey.go')}
          </button>
        </PostForm>
      </v-passkey>
      <noscript>
        <p class="notice">{t('passkey.scripts')}</p>
      </noscript>
    </OwnArea>
  )
}
