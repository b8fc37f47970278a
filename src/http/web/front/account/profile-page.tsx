import { languageName } from '../../../../core/i18n/languages.ts'
import { accountUrl } from '../../account-urls.ts'
import type { FormModel } from '../../models/form-model.ts'
import type { Done } from '../../models/own-area.ts'
import type { PageContext } from '../../models/page-context.ts'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { OwnArea } from '../../ui/own-area.tsx'
import { PostForm } from '../../ui/post-form.tsx'

export interface ProfileModel {
  readonly form: FormModel
  readonly done: Done | null
  readonly email: string
  /** Whether rights wait for a second factor that the portal asks for. */
  readonly secondFactorDue: boolean
  /** Other hosts of the portal, which know nobody from here. */
  readonly otherHosts: readonly string[]
}

/** `/{lang}/account/`. */
export const ProfilePage = ({ ctx, model }: { ctx: PageContext; model: ProfileModel }) => {
  const { t, portal } = ctx
  const { form, email } = model
  return (
    <OwnArea
      ctx={ctx}
      page="profile"
      title={t('own.profile')}
      lead={t('own.profile_lead', { portal: portal.title.text })}
      done={model.done}
      form={form}
    >
      {model.secondFactorDue && (
        <Notice ctx={ctx}>
          {t('own.second_factor_due')} <a href={accountUrl(ctx.language, 'security')}>{t('own.security')}</a>
        </Notice>
      )}
      <PostForm form={form}>
        <Field form={form} name="name" label={t('field.name')} autocomplete="name" required />
        <LanguageField ctx={ctx} form={form} />
        <button class="button main" type="submit">
          {t('form.save')}
        </button>
      </PostForm>
      <section class="own-part">
        <h2>{t('field.email')}</h2>
        <p>
          <bdi>{email}</bdi>
        </p>
        <p>
          <a href={accountUrl(ctx.language, 'change_email')}>{t('own.change_email')}</a>
        </p>
      </section>
      {model.otherHosts.length > 0 && <OtherHosts ctx={ctx} model={model} />}
    </OwnArea>
  )
}

const OtherHosts = ({ ctx: { t, language }, model }: { ctx: PageContext; model: ProfileModel }) => (
  <section class="own-part">
    <h2>{t('move.title')}</h2>
    <p>{t('move.text')}</p>
    {model.otherHosts.map(host => (
      <PostForm form={model.form} action={accountUrl(language, 'hosts')} class="inline-form">
        <input type="hidden" name="host" value={host} />
        <button class="button" type="submit">
          {t('move.go', { host })}
        </button>
      </PostForm>
    ))}
  </section>
)

const LanguageField = ({ ctx: { t, portal }, form }: { ctx: PageContext; form: FormModel }) => (
  <div class="entry">
    <label for="language">{t('field.language')}</label>
    <p class="hint" id="language-hint">
      {t('field.language_hint')}
    </p>
    <select id="language" name="language" aria-describedby="language-hint">
      <option value="" selected={!form.values.language}>
        {t('language.automatic')}
      </option>
      {portal.languages.map(tag => (
        <option value={tag} lang={tag} selected={form.values.language === tag}>
          {languageName(tag)}
        </option>
      ))}
    </select>
  </div>
)
