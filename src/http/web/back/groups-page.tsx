import { languageName } from '../../../core/i18n/languages.ts'
import type { FormModel } from '../models/form-model.ts'
import type { OfficeDone } from '../models/office-area.ts'
import type { PageContext } from '../models/page-context.ts'
import type { Said } from '../models/text.ts'
import { officeUrl } from '../office/office-urls.ts'
import { Field } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { SaidText } from '../ui/said-text.tsx'
import { OfficeArea } from './office-area.tsx'
import { RoleBoxes } from './role-boxes.tsx'

export interface GroupsModel {
  readonly form: FormModel
  readonly done: OfficeDone | null
  readonly groups: readonly { readonly slug: string; readonly name: Said; readonly members: number }[]
  /** Roles that were ticked in the form. */
  readonly ticked: readonly string[]
}

/** `/{lang}/office/groups/`. */
export const GroupsPage = ({ ctx, model }: { ctx: PageContext; model: GroupsModel }) => {
  const { t, language } = ctx
  const { form, groups } = model
  return (
    <OfficeArea
      ctx={ctx}
      page="groups"
      title={t('office.groups')}
      lead={t('groups.lead')}
      done={model.done}
      form={form}
    >
      {groups.length === 0 ? (
        <p>{t('groups.none')}</p>
      ) : (
        <ul class="rows">
          {groups.map(({ slug, name, members }) => (
            <li class="row">
              <h2>
                <a href={officeUrl(language, 'groups', { below: `${slug}/` })}>
                  <SaidText ctx={ctx} of={name} />
                </a>
              </h2>
              <p class="small">{t('groups.members', { count: members })}</p>
            </li>
          ))}
        </ul>
      )}
      <section class="own-part">
        <h2>{t('groups.new')}</h2>
        <PostForm form={form}>
          <Field
            form={form}
            name="slug"
            label={t('groups.slug')}
            hint={t('groups.slug_hint')}
            latin
            required
          />
          <NameFields ctx={ctx} form={form} />
          <RoleBoxes ctx={ctx} ticked={model.ticked} />
          <button class="button main" type="submit">
            {t('groups.make')}
          </button>
        </PostForm>
      </section>
    </OfficeArea>
  )
}

/** A name in each language of the portal; one is enough. */
export const NameFields = ({ ctx, form }: { ctx: PageContext; form: FormModel }) => (
  <>
    {ctx.portal.languages.map((tag, index) => (
      <Field
        form={form}
        name={index === 0 ? 'name' : `name_${tag}`}
        label={
          ctx.portal.languages.length === 1
            ? ctx.t('people.name')
            : ctx.t('groups.name_in', { language: languageName(tag) })
        }
      />
    ))}
  </>
)
