import type { FormModel } from '../../models/form-model.ts'
import type { Done } from '../../models/own-area.ts'
import type { PageContext } from '../../models/page-context.ts'
import { OwnArea } from '../../ui/own-area.tsx'
import { PostForm } from '../../ui/post-form.tsx'

/** One of somebody's own sessions. */
export interface ListedSession {
  readonly id: number
  /** `Firefox on Linux` as `deviceLabel` made it; empty when the device was not known. */
  readonly label: string
  readonly host: string
  /** ISO 8601 instants. */
  readonly createdAt: string
  readonly lastSeenAt: string
  /** Whether it is the one that asks. */
  readonly own: boolean
}

export interface SessionsModel {
  readonly form: FormModel
  readonly done: Done | null
  readonly sessions: readonly ListedSession[]
}

/** `/{lang}/account/sessions/`: where somebody is signed in. */
export const SessionsPage = ({ ctx, model }: { ctx: PageContext; model: SessionsModel }) => {
  const { t } = ctx
  const { form, sessions } = model
  return (
    <OwnArea
      ctx={ctx}
      page="sessions"
      title={t('own.sessions')}
      lead={t('own.sessions_lead')}
      done={model.done}
      form={form}
    >
      <ul class="rows">
        {sessions.map(session => (
          <Session ctx={ctx} form={form} session={session} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <PostForm form={form} class="inline-form">
          <input type="hidden" name="session" value="others" />
          <button class="button" type="submit">
            {t('sessions.end_others')}
          </button>
          <p class="hint">{t('sessions.keys_hint')}</p>
        </PostForm>
      )}
    </OwnArea>
  )
}

const Session = ({ ctx, form, session }: { ctx: PageContext; form: FormModel; session: ListedSession }) => {
  const { t, formats } = ctx
  const device = deviceName(ctx, session.label)
  const isElsewhere = session.host !== new URL(ctx.origin).hostname
  return (
    <li class="row">
      <div>
        <h2>
          {device}
          {isElsewhere && (
            <>
              {', '}
              <bdi>{session.host}</bdi>
            </>
          )}{' '}
          {session.own && <span class="remark">{t('sessions.this')}</span>}
        </h2>
        <p class="small">
          {t('sessions.times', {
            since: formats.dateTime(session.createdAt),
            last: formats.dateTime(session.lastSeenAt),
          })}
        </p>
      </div>
      {!session.own && (
        <PostForm form={form} class="inline-form">
          <input type="hidden" name="session" value={session.id} />
          <button class="button" type="submit" aria-label={t('sessions.end_of', { device })}>
            {t('sessions.end')}
          </button>
        </PostForm>
      )}
    </li>
  )
}

/** The name of a device in the reader's language: browser and system are names, what stands between them is not. */
function deviceName({ t }: PageContext, label: string): string {
  if (label === '') return t('sessions.unknown_device')
  const [browser = '', system] = label.split(' on ')
  return system === undefined ? browser : t('sessions.device', { browser, system })
}
