import type { FormModel } from '../models/form-model.ts'
import type { OfficeDone } from '../models/office-area.ts'
import type { PageContext } from '../models/page-context.ts'
import { officeUrl } from '../office/office-urls.ts'
import { Field } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { ActButton } from './act-button.tsx'
import { OfficeArea } from './office-area.tsx'

/** A key as it may be shown. */
export interface ListedKey {
  readonly id: number
  readonly name: string
  readonly hint: string
  /** Null for all. */
  readonly datasets: readonly string[] | null
  readonly ofPerson: boolean
  readonly ended: boolean
  /** ISO 8601 instant; null for never. */
  readonly expiresAt: string | null
  /** The day alone; null for never. */
  readonly lastUsedOn: string | null
}

export interface KeysModel {
  readonly form: FormModel
  readonly done: OfficeDone | null
  readonly keys: readonly ListedKey[]
}

/** `/{lang}/office/keys/`. */
export const KeysPage = ({ ctx, model }: { ctx: PageContext; model: KeysModel }) => {
  const { t } = ctx
  const { form, keys } = model
  return (
    <OfficeArea
      ctx={ctx}
      page="keys"
      title={t('office.keys')}
      lead={t('office_keys.lead')}
      done={model.done}
      form={form}
    >
      {keys.length === 0 ? (
        <p>{t('office_keys.none')}</p>
      ) : (
        <ul class="rows">
          {keys.map(key => (
            <Key ctx={ctx} form={form} of={key} />
          ))}
        </ul>
      )}
      <section class="own-part">
        <h2>{t('office_keys.new')}</h2>
        <PostForm form={form}>
          <input type="hidden" name="act" value="make" />
          <Field form={form} name="name" label={t('people.name')} autocomplete="off" required />
          <Field
            form={form}
            name="dataset"
            label={t('office_keys.datasets')}
            hint={t('office_keys.datasets_hint')}
            latin
          />
          <Field
            form={form}
            name="days"
            label={t('office_keys.days')}
            hint={t('office_keys.days_hint')}
            inputmode="numeric"
            latin
          />
          <button class="button main" type="submit">
            {t('office_keys.make')}
          </button>
        </PostForm>
      </section>
    </OfficeArea>
  )
}

const Key = ({ ctx, form, of: key }: { ctx: PageContext; form: FormModel; of: ListedKey }) => {
  const { t } = ctx
  return (
    <li class="row">
      <div>
        <h2>
          <bdi>{key.name}</bdi> <code>{key.hint}…</code>{' '}
          {key.ended && <span class="badge">{t('office_keys.ended')}</span>}
        </h2>
        <p class="small">{factsOf(ctx, key).join(' · ')}</p>
      </div>
      {!key.ended && (
        <ActButton
          form={form}
          act="revoke"
          label={t('office_keys.revoke')}
          of={t('office_keys.revoke_of', { name: key.name })}
          fields={{ key: String(key.id) }}
        />
      )}
    </li>
  )
}

function factsOf({ t, formats }: PageContext, key: ListedKey): readonly string[] {
  return [
    key.datasets === null ? t('office_keys.all') : key.datasets.join(', '),
    ...(key.ofPerson ? [t('office_keys.of_person')] : []),
    ...(key.expiresAt === null ? [] : [t('office_keys.until', { day: formats.date(key.expiresAt) })]),
    key.lastUsedOn === null
      ? t('office_keys.unused')
      : t('office_keys.used', { day: formats.date(key.lastUsedOn) }),
  ]
}

/** What follows making a key: the key itself, this once. */
export const MadeKeyPage = ({ ctx, made }: { ctx: PageContext; made: string }) => (
  <OfficeArea ctx={ctx} page="keys" title={ctx.t('office_keys.made')} lead={ctx.t('office_keys.made_lead')}>
    <p class="secret">
      <code>{made}</code>
    </p>
    <p>
      <a href={officeUrl(ctx.language, 'keys')}>{ctx.t('office_keys.back')}</a>
    </p>
  </OfficeArea>
)
