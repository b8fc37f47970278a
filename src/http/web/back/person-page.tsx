import type { AccountState } from '../../../core/account/account.ts'
import type { RoleName } from '../../../core/account/roles.ts'
import type { FormModel } from '../models/form-model.ts'
import type { OfficeDone } from '../models/office-area.ts'
import type { PageContext } from '../models/page-context.ts'
import type { NamedLink } from '../models/text.ts'
import { PostForm } from '../ui/post-form.tsx'
import { ActButton } from './act-button.tsx'
import { OfficeArea } from './office-area.tsx'
import { RoleBoxes } from './role-boxes.tsx'

export interface PersonModel {
  readonly form: FormModel
  readonly done: OfficeDone | null
  readonly name: string
  readonly email: string
  readonly state: AccountState
  readonly roles: readonly RoleName[]
  /** The day alone; null for never. */
  readonly signedInOn: string | null
  /** Whether there is a password: without one, an invitation was not used yet. */
  readonly hasPassword: boolean
  readonly groups: readonly NamedLink[]
  /** Providers that they sign in with. */
  readonly providers: readonly string[]
}

/** `/{lang}/office/people/{id}/`. */
export const PersonPage = ({ ctx, model }: { ctx: PageContext; model: PersonModel }) => {
  const { t } = ctx
  const { form } = model
  return (
    <OfficeArea ctx={ctx} page="people" title={model.name} done={model.done} form={form}>
      <Facts ctx={ctx} model={model} />
      <section class="own-part">
        <PostForm form={form}>
          <input type="hidden" name="act" value="roles" />
          <RoleBoxes ctx={ctx} ticked={model.roles} hint={t('people.roles_hint')} heading />
          <button class="button main" type="submit">
            {t('people.save_roles')}
          </button>
        </PostForm>
      </section>
      <section class="own-part acts">
        <h2>{t('people.account')}</h2>
        <Acts ctx={ctx} model={model} />
      </section>
    </OfficeArea>
  )
}

const Facts = ({ ctx: { t, formats }, model }: { ctx: PageContext; model: PersonModel }) => (
  <dl class="pairs">
    <dt>{t('people.email')}</dt>
    <dd>
      <bdi dir="ltr">{model.email}</bdi>
    </dd>
    <dt>{t('people.state')}</dt>
    <dd>{t(`state.${model.state}`)}</dd>
    <dt>{t('people.last_seen')}</dt>
    <dd>{model.signedInOn === null ? t('people.never') : formats.date(model.signedInOn)}</dd>
    {model.groups.length > 0 && (
      <>
        <dt>{t('people.groups')}</dt>
        <dd class="inline-links">
          {model.groups.map(({ label, href }) => (
            <a href={href}>
              <bdi>{label}</bdi>
            </a>
          ))}
        </dd>
      </>
    )}
    {model.providers.length > 0 && (
      <>
        <dt>{t('people.identities')}</dt>
        <dd>{model.providers.join(', ')}</dd>
      </>
    )}
  </dl>
)

/** What may be done now depends on how the account stands. */
const Acts = ({ ctx: { t }, model }: { ctx: PageContext; model: PersonModel }) => {
  const { form, state } = model
  return (
    <>
      {state === 'unapproved' && (
        <>
          <ActButton form={form} act="approve" label={t('people.approve')} />
          <ActButton form={form} act="refuse" label={t('people.refuse')} hint={t('people.refuse_hint')} />
        </>
      )}
      {state === 'active' && (
        <>
          {!model.hasPassword && <ActButton form={form} act="invite" label={t('people.invite_again')} />}
          <ActButton
            form={form}
            act="sign_out"
            label={t('people.sign_out')}
            hint={t('people.sign_out_hint')}
          />
          <ActButton form={form} act="suspend" label={t('people.suspend')} hint={t('people.suspend_hint')} />
        </>
      )}
      {state === 'suspended' && <ActButton form={form} act="resume" label={t('people.resume')} />}
      {state !== 'unapproved' && (
        <ActButton form={form} act="remove" label={t('people.remove')} hint={t('people.remove_hint')} />
      )}
    </>
  )
}
