import { accountUrl } from '../../account-urls.ts'
import type { FormModel } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import type { ProviderLink } from '../../models/provider-links.ts'
import { Check, Field } from '../../ui/field.tsx'
import { Layout } from '../../ui/layout.tsx'
import { PasskeyForm } from '../../ui/passkey-form.tsx'
import { FaultSummary, formTitle, PostForm } from '../../ui/post-form.tsx'

export interface SignInModel {
  readonly form: FormModel
  /** Where to go afterwards, a path of this portal. */
  readonly next: string
  /** Identity providers to sign in with. */
  readonly providers: readonly ProviderLink[]
  /** Whether people may make accounts by themselves. */
  readonly signUp: boolean
  /** Address of whoever gives access, where signing in is the only way in; null elsewhere. */
  readonly gatekeeper: string | null
}

/** `/{lang}/account/sign-in/`. */
export const SignInPage = ({ ctx, model }: { ctx: PageContext; model: SignInModel }) => {
  const { t } = ctx
  const { form, next } = model
  const title = t('sign-in.title')
  return (
    <Layout ctx={ctx} title={formTitle(ctx, form, title)} hidden>
      <div class="shell page account-form">
        <h1>{title}</h1>
        {model.gatekeeper !== null && <p class="lead">{t('sign-in.private')}</p>}
        <FaultSummary ctx={ctx} form={form} />
        <PostForm form={form}>
          <input type="hidden" name="next" value={next} />
          <Field
            form={form}
            name="email"
            type="email"
            label={t('field.email')}
            autocomplete="username"
            required
          />
          <Field
            form={form}
            name="password"
            type="password"
            label={t('field.password')}
            autocomplete="current-password"
            required
          />
          <Check form={form} name="kept" label={t('sign-in.kept')} hint={t('sign-in.kept_hint')} />
          <button class="button main" type="submit">
            {t('sign-in.go')}
          </button>
        </PostForm>
        <PasskeyForm ctx={ctx} form={form} use="sign-in" next={next} label={t('passkey.sign_in')} />
        <Providers ctx={ctx} model={model} />
        <ul class="ways">
          <li>
            <a href={accountUrl(ctx.language, 'forgotten')}>{t('sign-in.forgotten')}</a>
          </li>
          {model.signUp && (
            <li>
              {t('sign-in.no_account')} <a href={accountUrl(ctx.language, 'sign_up')}>{t('sign-up.title')}</a>
            </li>
          )}
          {model.gatekeeper !== null && !model.signUp && (
            <li>
              {t('sign-in.ask')}{' '}
              <a href={`mailto:${model.gatekeeper}`}>
                <bdi>{model.gatekeeper}</bdi>
              </a>
            </li>
          )}
        </ul>
      </div>
    </Layout>
  )
}

const Providers = ({ ctx, model }: { ctx: PageContext; model: SignInModel }) =>
  model.providers.length === 0 ? null : (
    <ul class="providers">
      {model.providers.map(({ title, action }) => (
        <li>
          <PostForm form={model.form} action={action}>
            <input type="hidden" name="next" value={model.next} />
            <button class="button" type="submit">
              {ctx.t('sign-in.provider', { provider: title })}
            </button>
          </PostForm>
        </li>
      ))}
    </ul>
  )
