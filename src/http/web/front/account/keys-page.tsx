import { accountUrl } from '../../account-urls.ts'
import type { FormModel } from '../../models/form-model.ts'
import type { Done } from '../../models/own-area.ts'
import type { PageContext } from '../../models/page-context.ts'
import { OwnArea } from '../../ui/own-area.tsx'
import { PostForm } from '../../ui/post-form.tsx'

/** A key as its holder sees it; never the key itself. */
export interface ListedKey {
  readonly id: number
  readonly name: string
  /** Its first characters. */
  readonly hint: string
  /** Identifiers of datasets; null for all. */
  readonly datasets: readonly string[] | null
  readonly createdAt: string
  readonly expiresAt: string | null
  /** The day alone; null when it was never used. */
  readonly lastUsedOn: string | null
  readonly state: 'good' | 'over' | 'revoked'
}

export interface KeysModel {
  readonly form: FormModel
  readonly done: Done | null
  readonly keys: readonly ListedKey[]
}

/** `/{lang}/account/keys/`. */
export const KeysPage = ({ ctx, model }: { ctx: PageContext; model: KeysModel }) => {
  const { t } = ctx
  return (
    <OwnArea
      ctx={ctx}
      page="keys"
      title={t('own.keys')}
      lead={t('keys.lead')}
      done={model.done}
      form={model.form}
    >
      <p>
        <a class="button main" href={accountUrl(ctx.language, 'new_key')}>
          {t('keys.new')}
        </a>
      </p>
      {model.keys.length === 0 ? (
        <p class="muted">{t('keys.none')}</p>
      ) : (
        <ul class="rows">
          {model.keys.map(key => (
            <Key ctx={ctx} form={model.form} listed={key} />
          ))}
        </ul>
      )}
    </OwnArea>
  )
}

const Key = ({ ctx, form, listed }: { ctx: PageContext; form: FormModel; listed: ListedKey }) => {
  const { t } = ctx
  const { name, hint, datasets, state } = listed
  return (
    <li class="row">
      <div>
        <h2>
          <bdi>{name}</bdi> {state !== 'good' && <span class="remark">{t(`keys.state.${state}`)}</span>}
        </h2>
        <p>
          <code dir="ltr">{hint}…</code> · {datasets === null ? t('keys.all') : datasets.join(', ')}
        </p>
        <p class="small">{timesOf(ctx, listed)}</p>
      </div>
      {state === 'good' && (
        <PostForm form={form} class="inline-form">
          <input type="hidden" name="key" value={listed.id} />
          <button class="button" type="submit" aria-label={t('keys.revoke_of', { name })}>
            {t('keys.revoke')}
          </button>
        </PostForm>
      )}
    </li>
  )
}

function timesOf({ t, formats }: PageContext, { createdAt, expiresAt, lastUsedOn }: ListedKey): string {
  const made = t('keys.made', { date: formats.date(createdAt) })
  const ends = expiresAt === null ? [] : [t('keys.ends', { date: formats.date(expiresAt) })]
  const used = lastUsedOn === null ? t('keys.unused') : t('keys.used', { date: formats.date(lastUsedOn) })
  return [made, ...ends, used].join(' · ')
}
