import type { TotpSetup } from '../../../../app/account/totp-codes.ts'
import type { FormModel } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import { CodeField } from '../../ui/code-field.tsx'
import { OwnArea } from '../../ui/own-area.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import { QrCode } from '../../ui/qr-code.tsx'

export interface AppModel {
  readonly form: FormModel
  /**
   * What the app needs, shown once; null before it was made (`begun` false), and when a code of it was wrong, since by
   * then the app has it.
   */
  readonly setup: TotpSetup | null
  readonly begun: boolean
}

/** `/{lang}/account/app/`: sets one-time codes of an app up, in two steps. */
export const AppPage = ({ ctx, model }: { ctx: PageContext; model: AppModel }) => {
  const { t } = ctx
  const { form, setup, begun } = model
  return (
    <OwnArea ctx={ctx} page="security" title={t('app.title')} lead={t('app.lead')} form={form}>
      {setup !== null && <Secret ctx={ctx} setup={setup} />}
      {begun && (
        <PostForm form={form}>
          <input type="hidden" name="step" value="confirm" />
          <CodeField form={form} label={t('app.code')} hint={t('second-step.code_hint')} />
          <button class="button main" type="submit">
            {t('app.confirm')}
          </button>
        </PostForm>
      )}
      {setup === null && (
        <PostForm form={form} class="inline-form">
          <input type="hidden" name="step" value="begin" />
          <button class={begun ? 'button' : 'button main'} type="submit">
            {t(begun ? 'app.again' : 'app.begin')}
          </button>
        </PostForm>
      )}
    </OwnArea>
  )
}

const Secret = ({ ctx: { t }, setup }: { ctx: PageContext; setup: TotpSetup }) => (
  <section class="secret">
    <QrCode text={setup.uri} label={t('app.qr')} />
    <div>
      <p>{t('app.scan')}</p>
      <p>{t('app.type')}</p>
      <p>
        <code dir="ltr">{(setup.secret.match(/.{1,4}/g) ?? []).join(' ')}</code>
      </p>
    </div>
  </section>
)
