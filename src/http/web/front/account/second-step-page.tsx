import type { FormModel } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import { CodeField } from '../../ui/code-field.tsx'
import { Field } from '../../ui/field.tsx'
import { Layout } from '../../ui/layout.tsx'
import { PasskeyForm } from '../../ui/passkey-form.tsx'
import { FaultSummary, formTitle, PostForm } from '../../ui/post-form.tsx'

export interface SecondStepModel {
  readonly form: FormModel
  readonly next: string
  /** What this person can show. */
  readonly choices: { readonly totp: boolean; readonly recoveryCodes: number; readonly passkeys: number }
}

/** `/{lang}/account/second-step/`: what somebody shows beside their password. */
export const SecondStepPage = ({ ctx, model }: { ctx: PageContext; model: SecondStepModel }) => {
  const { t } = ctx
  const { form, choices } = model
  const title = t('second-step.title')
  return (
    <Layout ctx={ctx} title={formTitle(ctx, form, title)} hidden>
      <div class="shell page account-form">
        <h1>{title}</h1>
        <FaultSummary ctx={ctx} form={form} />
        {choices.totp && <CodeForm ctx={ctx} model={model} />}
        {choices.passkeys > 0 && (
          <PasskeyForm ctx={ctx} form={form} use="second-step" next={model.next} label={t('passkey.use')} />
        )}
        {choices.recoveryCodes > 0 && <RecoveryForm ctx={ctx} model={model} />}
      </div>
    </Layout>
  )
}

const CodeForm = ({ ctx: { t }, model: { form, next } }: { ctx: PageContext; model: SecondStepModel }) => (
  <PostForm form={form}>
    <input type="hidden" name="next" value={next} />
    <CodeField form={form} label={t('field.code')} hint={t('second-step.code_hint')} />
    <button class="button main" type="submit">
      {t('sign-in.go')}
    </button>
  </PostForm>
)

const RecoveryForm = ({
  ctx: { t },
  model: { form, next },
}: {
  ctx: PageContext
  model: SecondStepModel
}) => (
  <details class="other-way" open={form.faults.some(({ field }) => field === 'recovery')}>
    <summary>{t('second-step.lost')}</summary>
    <PostForm form={form}>
      <input type="hidden" name="next" value={next} />
      <Field
        form={form}
        name="recovery"
        label={t('field.recovery')}
        hint={t('second-step.recovery_hint')}
        autocomplete="off"
        spellcheck={false}
        required
        latin
      />
      <button class="button" type="submit">
        {t('sign-in.go')}
      </button>
    </PostForm>
  </details>
)
