import { ACCOUNT_STATES, type AccountState } from '../../../core/account/account.ts'
import type { RoleName } from '../../../core/account/roles.ts'
import type { FormModel } from '../models/form-model.ts'
import type { OfficeDone } from '../models/office-area.ts'
import type { PageContext } from '../models/page-context.ts'
import type { Pager } from '../models/pager.ts'
import { officeUrl } from '../office/office-urls.ts'
import { Field } from '../ui/field.tsx'
import { Pages } from '../ui/pages.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { OfficeArea } from './office-area.tsx'
import { RoleBoxes, rolesText } from './role-boxes.tsx'

/** Somebody in the list. */
export interface ListedPerson {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly state: AccountState
  readonly roles: readonly RoleName[]
}

export interface PeopleModel {
  readonly form: FormModel
  readonly done: OfficeDone | null
  readonly people: readonly ListedPerson[]
  readonly total: number
  readonly search: string
  readonly state: AccountState | null
  readonly pager: Pager
  /** Roles that were ticked in the form. */
  readonly ticked: readonly string[]
}

/** `/{lang}/office/people/`. */
export const PeoplePage = ({ ctx, model }: { ctx: PageContext; model: PeopleModel }) => {
  const { t } = ctx
  const { form } = model
  return (
    <OfficeArea ctx={ctx} page="people" title={t('office.people')} done={model.done} form={form}>
      <Find ctx={ctx} model={model} />
      <p class="small">{t('office.count_people', { count: model.total })}</p>
      {model.people.length === 0 ? (
        <p>{t('people.none')}</p>
      ) : (
        <ul class="rows">
          {model.people.map(person => (
            <Person ctx={ctx} person={person} />
          ))}
        </ul>
      )}
      <Pages ctx={ctx} pager={model.pager} />
      <section class="own-part" id="invite">
        <h2>{t('people.invite')}</h2>
        <p>{t('people.invite_lead')}</p>
        <PostForm form={form}>
          <Field
            form={form}
            name="email"
            type="email"
            label={t('people.email')}
            autocomplete="off"
            required
          />
          <Field form={form} name="name" label={t('people.name')} autocomplete="off" required />
          <RoleBoxes ctx={ctx} ticked={model.ticked} />
          <button class="button main" type="submit">
            {t('people.send')}
          </button>
        </PostForm>
      </section>
    </OfficeArea>
  )
}

const Find = ({ ctx: { t }, model }: { ctx: PageContext; model: PeopleModel }) => (
  <search>
    <form class="find" method="get">
      <div class="field">
        <label for="search">{t('people.search')}</label>
        <input id="search" name="search" type="search" value={model.search} dir="auto" />
      </div>
      <div class="field">
        <label for="state">{t('people.state')}</label>
        <select id="state" name="state">
          <option value="">{t('people.any_state')}</option>
          {ACCOUNT_STATES.map(state => (
            <option value={state} selected={state === model.state}>
              {t(`state.${state}`)}
            </option>
          ))}
        </select>
      </div>
      <button class="button" type="submit">
        {t('people.find')}
      </button>
    </form>
  </search>
)

const Person = ({ ctx, person }: { ctx: PageContext; person: ListedPerson }) => (
  <li class="row">
    <div>
      <h2>
        <a href={officeUrl(ctx.language, 'people', { below: `${person.id}/` })}>
          <bdi>{person.name}</bdi>
        </a>{' '}
        {person.state !== 'active' && <span class="badge">{ctx.t(`state.${person.state}`)}</span>}
      </h2>
      <p class="small">
        <bdi dir="ltr">{person.email}</bdi>
      </p>
    </div>
    <p class="small">{rolesText(ctx, person.roles)}</p>
  </li>
)
