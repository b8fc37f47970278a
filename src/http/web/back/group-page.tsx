import { showUnseen } from '../../../core/i18n/show-unseen.ts'
import type { FormModel } from '../models/form-model.ts'
import type { OfficeDone } from '../models/office-area.ts'
import type { PageContext } from '../models/page-context.ts'
import { officeUrl } from '../office/office-urls.ts'
import { Check, Field } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { ActButton } from './act-button.tsx'
import { NameFields } from './groups-page.tsx'
import { OfficeArea } from './office-area.tsx'
import { RoleBoxes } from './role-boxes.tsx'

/** What a group sees of a dataset. */
export interface ShownGrant {
  readonly uid: string
  /** Identifier of today; the uid of a dataset that is gone. */
  readonly dataset: string
  readonly records: boolean
  readonly where: string | null
  readonly fields: readonly string[] | null
}

export interface GroupModel {
  readonly form: FormModel
  readonly done: OfficeDone | null
  readonly title: string
  readonly slug: string
  readonly ticked: readonly string[]
  readonly members: readonly {
    readonly id: number
    readonly name: string
    readonly email: string
    readonly provider: string | null
  }[]
  readonly grants: readonly ShownGrant[]
  /** Identifiers of the portal's datasets. */
  readonly datasets: readonly string[]
}

interface PartProps {
  readonly ctx: PageContext
  readonly model: GroupModel
}

/** `/{lang}/office/groups/{slug}/`. */
export const GroupPage = ({ ctx, model }: PartProps) => {
  const { t } = ctx
  const { form } = model
  return (
    <OfficeArea ctx={ctx} page="groups" title={model.title} done={model.done} form={form}>
      <p class="small">
        {t('groups.slug')}: <code>{model.slug}</code>
      </p>
      <Members ctx={ctx} model={model} />
      <Grants ctx={ctx} model={model} />
      <section class="own-part">
        <h2>{t('groups.settings')}</h2>
        <PostForm form={form}>
          <input type="hidden" name="act" value="settings" />
          <NameFields ctx={ctx} form={form} />
          <RoleBoxes ctx={ctx} ticked={model.ticked} hint={t('people.roles_hint')} />
          <button class="button main" type="submit">
            {t('form.save')}
          </button>
        </PostForm>
      </section>
      <section class="own-part acts">
        <h2>{t('groups.remove')}</h2>
        <ActButton form={form} act="remove" label={t('groups.remove')} hint={t('groups.remove_hint')} />
      </section>
    </OfficeArea>
  )
}

const Members = ({ ctx: { t, language }, model: { form, members } }: PartProps) => (
  <section class="own-part">
    <h2>{t('groups.people')}</h2>
    <p class="small">{t('groups.members', { count: members.length })}</p>
    {members.length > 0 && (
      <ul class="rows">
        {members.map(({ id, name, email, provider }) => (
          <li class="row">
            <div>
              <h3>
                <a href={officeUrl(language, 'people', { below: `${id}/` })}>
                  <bdi>{name}</bdi>
                </a>
              </h3>
              <p class="small">
                <bdi dir="ltr">{email}</bdi>
                {provider !== null && `, ${t('groups.by_provider', { provider })}`}
              </p>
            </div>
            <ActButton
              form={form}
              act="take_out"
              label={t('groups.take_out')}
              of={t('groups.take_out_of', { name })}
              fields={{ member: String(id) }}
            />
          </li>
        ))}
      </ul>
    )}
    <PostForm form={form}>
      <input type="hidden" name="act" value="add" />
      <Field
        form={form}
        name="email"
        type="email"
        label={t('groups.add_member')}
        autocomplete="off"
        required
      />
      <button class="button" type="submit">
        {t('groups.add')}
      </button>
    </PostForm>
  </section>
)

const Grants = ({ ctx: { t }, model: { form, grants, datasets } }: PartProps) => (
  <section class="own-part">
    <h2>{t('groups.grants')}</h2>
    <p>{t('groups.grants_lead')}</p>
    {grants.length > 0 && (
      <ul class="rows">
        {grants.map(grant => (
          <li class="row">
            <div>
              <h3>
                <code>{grant.dataset}</code>
              </h3>
              <Window grant={grant} all={t('groups.all_records')} none={t('groups.metadata_only')} />
            </div>
            <ActButton
              form={form}
              act="withdraw"
              label={t('groups.withdraw')}
              of={t('groups.withdraw_of', { name: grant.dataset })}
              fields={{ uid: grant.uid }}
            />
          </li>
        ))}
      </ul>
    )}
    <PostForm form={form}>
      <input type="hidden" name="act" value="grant" />
      <Field form={form} name="dataset" label={t('groups.dataset')} choices={datasets} latin required />
      <Check form={form} name="records" label={t('groups.records')} />
      <Field form={form} name="where" label={t('groups.where')} hint={t('groups.where_hint')} latin />
      <Field form={form} name="fields" label={t('groups.fields')} hint={t('groups.fields_hint')} latin />
      <button class="button" type="submit">
        {t('groups.grant')}
      </button>
    </PostForm>
  </section>
)

const Window = ({ grant, all, none }: { grant: ShownGrant; all: string; none: string }) => {
  if (!grant.records) return <p class="small">{none}</p>
  const { where, fields } = grant
  if (where === null && fields === null) return <p class="small">{all}</p>
  return (
    <p class="small" dir="ltr">
      {where !== null && <code>{showUnseen(where)}</code>}{' '}
      {fields !== null && <code>{fields.join(', ')}</code>}
    </p>
  )
}
