import { signInUrl } from '../../account-urls.ts'
import type { FormModel } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import type { ProviderLink } from '../../models/provider-links.ts'
import { CodeField } from '../../ui/code-field.tsx'
import { Field } from '../../ui/field.tsx'
import { Layout } from '../../ui/layout.tsx'
import { PasskeyForm } from '../../ui/passkey-form.tsx'
import { FaultSummary, formTitle, PostForm } from '../../ui/post-form.tsx'

export interface VerifyModel {
  readonly form: FormModel
  readonly next: string
  readonly email: string
  /** What this person can show. */
  readonly choices: { readonly password: boolean; readonly totp: boolean; readonly passkeys: number }
  /** Identity providers that know this person. */
  readonly providers: readonly ProviderLink[]
}

/** `/{lang}/account/verify/`: shows once more that it is them, before something that cannot be undone. */
export const VerifyPage = ({ ctx, model }: { ctx: PageContext; model: VerifyModel }) => {
  const { t } = ctx
  const { form, choices, providers } = model
  const hasOwn = choices.password || choices.totp || choices.passkeys > 0
  return (
    <Layout ctx={ctx} title={formTitle(ctx, form, t('verify.title'))} hidden>
      <div class="shell page account-form">
        <h1>{t('verify.title')}</h1>
        <p class="lead">{t('verify.text')}</p>
        <FaultSummary ctx={ctx} form={form} />
        {!hasOwn && providers.length === 0 && (
          <p>
            {t('verify.none')} <a href={signInUrl(ctx.language, model.next)}>{t('sign-in.again')}</a>
          </p>
        )}
        {choices.password && <PasswordForm ctx={ctx} model={model} />}
        {choices.totp && <CodeForm ctx={ctx} model={model} />}
        {choices.passkeys > 0 && (
          <PasskeyForm ctx={ctx} form={form} use="verify" next={model.next} label={t('passkey.use')} />
        )}
        {providers.map(({ title, action }) => (
          <PostForm form={form} action={action}>
            <input type="hidden" name="for" value="proof" />
            <input type="hidden" name="next" value={model.next} />
            <button class={hasOwn ? 'button' : 'button main'} type="submit">
              {t('verify.provider', { provider: title })}
            </button>
          </PostForm>
        ))}
      </div>
    </Layout>
  )
}

const PasswordForm = ({
  ctx: { t },
  model: { form, next, email },
}: {
  ctx: PageContext
  model: VerifyModel
}) => (
  <PostForm form={form}>
    <input type="hidden" name="next" value={next} />
    <input
      hidden
      type="text"
      name="username"
      value={email}
      autocomplete="username"
      tabIndex={-1}
      readOnly
      aria-hidden="true"
    />
    <Field
      form={form}
      name="password"
      type="password"
      label={t('field.password')}
      autocomplete="current-password"
      required
    />
    <button class="button main" type="submit">
      {t('verify.go')}
    </button>
  </PostForm>
)

const CodeForm = ({
  ctx: { t },
  model: { form, next, choices },
}: {
  ctx: PageContext
  model: VerifyModel
}) => (
  <details class="other-way" open={!choices.password || form.faults.some(({ field }) => field === 'code')}>
    <summary>{t('verify.code')}</summary>
    <PostForm form={form}>
      <input type="hidden" name="next" value={next} />
      <CodeField form={form} label={t('field.code')} />
      <button class="button" type="submit">
        {t('verify.go')}
      </button>
    </PostForm>
  </details>
)
