import { accountUrl } from '../../account-urls.ts'
import { type FormModel, faultOf } from '../../models/form-model.ts'
import type { PageContext } from '../../models/page-context.ts'
import { Field } from '../../ui/field.tsx'
import { OwnArea } from '../../ui/own-area.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import { Snippet } from '../../ui/snippet.tsx'
import { API_ROOT } from '../../urls.ts'

/** Days that a key may be good for. */
export const KEY_DAYS = [30, 90, 365] as const

/** `/{lang}/account/keys/new/`. */
export const NewKeyPage = ({ ctx, form }: { ctx: PageContext; form: FormModel }) => {
  const { t } = ctx
  return (
    <OwnArea ctx={ctx} page="keys" title={t('keys.new')} lead={t('keys.new_lead')} form={form}>
      <PostForm form={form}>
        <Field
          form={form}
          name="name"
          label={t('keys.name')}
          hint={t('keys.name_hint')}
          autocomplete="off"
          required
        />
        <Datasets ctx={ctx} form={form} />
        <div class="entry">
          <label for="days">{t('keys.days')}</label>
          <select id="days" name="days">
            {KEY_DAYS.map(days => (
              <option value={days} selected={form.values.days === String(days)}>
                {ctx.formats.duration(days * 86_400)}
              </option>
            ))}
          </select>
        </div>
        <button class="button main" type="submit">
          {t('keys.go')}
        </button>
      </PostForm>
    </OwnArea>
  )
}

const Datasets = ({ ctx: { t }, form }: { ctx: PageContext; form: FormModel }) => {
  const fault = faultOf(form, 'datasets')
  return (
    <div class="entry">
      <label for="datasets">{t('keys.datasets')}</label>
      <p class="hint" id="datasets-hint">
        {t('keys.datasets_hint')}
      </p>
      {fault !== undefined && (
        <p class="entry-fault" id="datasets-fault">
          {fault}
        </p>
      )}
      <textarea
        id="datasets"
        class="mono"
        name="datasets"
        rows={3}
        dir="ltr"
        spellcheck={false}
        aria-invalid={fault === undefined ? undefined : 'true'}
        aria-describedby={fault === undefined ? 'datasets-hint' : 'datasets-hint datasets-fault'}
      >
        {form.values.datasets ?? ''}
      </textarea>
    </div>
  )
}

/** A key that was just made: shown this once. */
export const MadeKeyPage = ({ ctx, name, made }: { ctx: PageContext; name: string; made: string }) => {
  const { t } = ctx
  return (
    <OwnArea ctx={ctx} page="keys" title={t('keys.made_title', { name })} lead={t('keys.made_lead')}>
      <Snippet ctx={ctx} label={t('keys.key')} text={made} />
      <div class="own-part">
        <h2>{t('keys.example')}</h2>
        <Snippet
          ctx={ctx}
          label={t('keys.example')}
          text={`curl -H 'Authorization: Apikey ${made}' ${ctx.origin}${API_ROOT}/catalog/datasets`}
        />
      </div>
      <p>
        <a class="button main" href={accountUrl(ctx.language, 'keys')}>
          {t('keys.kept')}
        </a>
      </p>
    </OwnArea>
  )
}
