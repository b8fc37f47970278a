import { type AccountPage, accountUrl } from '../../account-urls.ts'
import type { FormModel } from '../../models/form-model.ts'
import type { ListedIdentity } from '../../models/linked-providers.ts'
import type { Done } from '../../models/own-area.ts'
import type { PageContext } from '../../models/page-context.ts'
import type { ProviderLink } from '../../models/provider-links.ts'
import { OwnArea } from '../../ui/own-area.tsx'
import { PostForm } from '../../ui/post-form.tsx'

/** A passkey as its holder sees it. */
export interface ListedPasskey {
  readonly id: number
  readonly name: string
  readonly createdAt: string
  /** The day alone; null when it was never used. */
  readonly lastUsedOn: string | null
}

export interface SecurityModel {
  readonly form: FormModel
  readonly done: Done | null
  readonly hasPassword: boolean
  readonly totp: boolean
  readonly recoveryCodes: number
  readonly passkeys: readonly ListedPasskey[]
  /** Identities at providers that open the account, and providers that could. */
  readonly linked: readonly ListedIdentity[]
  readonly linkable: readonly ProviderLink[]
}

interface PartProps {
  readonly ctx: PageContext
  readonly model: SecurityModel
}

/** `/{lang}/account/security/`: everything that opens the account. */
export const SecurityPage = ({ ctx, model }: PartProps) => {
  const { t } = ctx
  return (
    <OwnArea
      ctx={ctx}
      page="security"
      title={t('own.security')}
      lead={t('security.lead')}
      done={model.done}
      form={model.form}
    >
      <section class="own-part">
        <h2>{t('field.password')}</h2>
        <Way
          ctx={ctx}
          page="password"
          label={t(model.hasPassword ? 'security.change_password' : 'security.set_password')}
        />
      </section>
      <App ctx={ctx} model={model} />
      <Passkeys ctx={ctx} model={model} />
      {model.linked.length + model.linkable.length > 0 && <Providers ctx={ctx} model={model} />}
      {(model.totp || model.passkeys.length > 0) && (
        <section class="own-part">
          <h2>{t('security.codes')}</h2>
          <p>{t('security.codes_left', { count: model.recoveryCodes })}</p>
          <Way ctx={ctx} page="recovery_codes" label={t('security.new_codes')} />
        </section>
      )}
    </OwnArea>
  )
}

const Way = ({ ctx, page, label }: { ctx: PageContext; page: AccountPage; label: string }) => (
  <p>
    <a class="button" href={accountUrl(ctx.language, page)}>
      {label}
    </a>
  </p>
)

const App = ({ ctx, model }: PartProps) => (
  <section class="own-part">
    <h2>{ctx.t('security.app')}</h2>
    <p>{ctx.t(model.totp ? 'security.app_on' : 'security.app_off')}</p>
    {model.totp ? (
      <PostForm form={model.form} class="inline-form">
        <input type="hidden" name="remove" value="app" />
        <button class="button" type="submit">
          {ctx.t('security.remove_app')}
        </button>
      </PostForm>
    ) : (
      <Way ctx={ctx} page="app" label={ctx.t('security.set_up_app')} />
    )}
  </section>
)

const Passkeys = ({ ctx, model }: PartProps) => (
  <section class="own-part">
    <h2>{ctx.t('security.passkeys')}</h2>
    <p>{ctx.t('security.passkeys_text')}</p>
    {model.passkeys.length > 0 && (
      <ul class="rows">
        {model.passkeys.map(passkey => (
          <Passkey ctx={ctx} form={model.form} passkey={passkey} />
        ))}
      </ul>
    )}
    <Way ctx={ctx} page="new_passkey" label={ctx.t('security.add_passkey')} />
  </section>
)

const Providers = ({ ctx, model: { form, linked, linkable } }: PartProps) => (
  <section class="own-part">
    <h2>{ctx.t('security.providers')}</h2>
    <p>{ctx.t('security.providers_text')}</p>
    {linked.length > 0 && (
      <ul class="rows">
        {linked.map(identity => (
          <Identity ctx={ctx} form={form} identity={identity} />
        ))}
      </ul>
    )}
    {linkable.map(({ title, action }) => (
      <PostForm form={form} action={action} class="inline-form">
        <input type="hidden" name="for" value="link" />
        <button class="button" type="submit">
          {ctx.t('security.link', { provider: title })}
        </button>
      </PostForm>
    ))}
  </section>
)

const Identity = ({
  ctx: { t, formats },
  form,
  identity: { issuer, title, linkedAt },
}: {
  ctx: PageContext
  form: FormModel
  identity: ListedIdentity
}) => (
  <li class="row">
    <div>
      <h3>
        <bdi>{title}</bdi>
      </h3>
      <p class="small">{t('security.linked', { date: formats.date(linkedAt) })}</p>
    </div>
    <PostForm form={form} class="inline-form">
      <input type="hidden" name="unlink" value={issuer} />
      <button class="button" type="submit" aria-label={t('security.unlink_of', { provider: title })}>
        {t('security.unlink')}
      </button>
    </PostForm>
  </li>
)

const Passkey = ({ ctx, form, passkey }: { ctx: PageContext; form: FormModel; passkey: ListedPasskey }) => {
  const { t, formats } = ctx
  const { id, name, createdAt, lastUsedOn } = passkey
  return (
    <li class="row">
      <div>
        <h3>
          <bdi>{name}</bdi>
        </h3>
        <p class="small">
          {lastUsedOn === null
            ? t('security.passkey_made', { date: formats.date(createdAt) })
            : t('security.passkey_used', { date: formats.date(createdAt), used: formats.date(lastUsedOn) })}
        </p>
      </div>
      <PostForm form={form} class="inline-form">
        <input type="hidden" name="remove" value={id} />
        <button class="button" type="submit" aria-label={t('security.remove_passkey', { name })}>
          {t('security.remove')}
        </button>
      </PostForm>
    </li>
  )
}
