import { accountUrl } from '../../account-urls.ts'
import type { PageContext } from '../../models/page-context.ts'
import { Layout } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'

export interface LeavingModel {
  /** Where it goes. */
  readonly host: string
  /** Good once, for half a minute. */
  readonly code: string
  /** Address of the other host that takes the code. */
  readonly action: string
}

/** On the way to another host of the portal. The form carries no token: the other host must not learn one of this. */
export const LeavingPage = ({ ctx, model }: { ctx: PageContext; model: LeavingModel }) => {
  const { t } = ctx
  const title = t('move.leaving.title', { host: model.host })
  return (
    <Layout ctx={ctx} title={title} hidden>
      <div class="shell page account-form">
        <h1>{title}</h1>
        <p class="lead">{t('move.leaving.text')}</p>
        <form class="form" method="post" action={model.action}>
          <input type="hidden" name="code" value={model.code} />
          <button class="button main" type="submit">
            {t('move.go', { host: model.host })}
          </button>
        </form>
        <p>
          <a href={accountUrl(ctx.language, 'profile')}>{t('move.back')}</a>
        </p>
      </div>
    </Layout>
  )
}

export interface ArrivalModel {
  readonly name: string
  readonly email: string
  /** Good once, for two minutes, on this host. */
  readonly code: string
  readonly fromHost: string
  /** Address of who is signed in here, and would not be any more; null for nobody that is known of. */
  readonly present: string | null
}

/** On the other host: says who is about to be signed in, and waits for their word. */
export const ArrivalPage = ({ ctx, model }: { ctx: PageContext; model: ArrivalModel }) => {
  const { t } = ctx
  const { name, email, code, fromHost, present } = model
  return (
    <Layout ctx={ctx} title={t('move.arrival.title')} hidden>
      <div class="shell page account-form">
        <h1>{t('move.arrival.title')}</h1>
        <p class="lead">{t('move.arrival.text', { host: fromHost })}</p>
        <p class="identity">
          <strong>
            <bdi>{name}</bdi>
          </strong>
          <span>
            <bdi>{email}</bdi>
          </span>
        </p>
        {present !== null && <Notice ctx={ctx}>{t('session.replaces', { email: present })}</Notice>}
        <form class="form" method="post" action={accountUrl(ctx.language, 'arrived')}>
          <input type="hidden" name="code" value={code} />
          {present !== null && <input type="hidden" name="replace" value="yes" />}
          <button class="button main" type="submit">
            {t(present === null ? 'move.arrival.go' : 'move.arrival.replace', { name })}
          </button>
        </form>
        <p>
          <a href={`/${ctx.language}/`}>{t('move.arrival.not_me')}</a>
        </p>
      </div>
    </Layout>
  )
}
