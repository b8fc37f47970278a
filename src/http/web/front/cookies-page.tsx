import type { PageContext } from '../models/page-context.ts'
import type { CookiesModel } from '../models/statement-models.ts'
import { Layout } from '../ui/layout.tsx'
import { PolicyContent } from '../ui/policy/policy-content.tsx'
import { Versions } from '../ui/policy/versions.tsx'

/** `/{lang}/cookies/`: the cookie policy as it follows from what runs; the same for everyone. */
export const CookiesPage = ({ ctx, model }: { ctx: PageContext; model: CookiesModel }) => {
  const { t } = ctx
  const { document, versions, choiceHref } = model
  return (
    <Layout ctx={ctx} title={document.title} description={t('policy.description')}>
      <div class="shell narrow stack page policy">
        <PolicyContent
          document={document}
          lastCheck={<LastCheck ctx={ctx} model={model} />}
          choice={
            choiceHref !== null && (
              <p>
                <a href={choiceHref}>{t('policy.choice.change')}</a>
              </p>
            )
          }
          versions={<Versions ctx={ctx} statement="cookies" versions={versions} />}
        />
      </div>
    </Layout>
  )
}

const LastCheck = ({
  ctx: { t, formats },
  model: { lastAudit },
}: {
  ctx: PageContext
  model: CookiesModel
}) =>
  lastAudit === null ? (
    <p>{t('policy.rest.unchecked')}</p>
  ) : (
    <p>
      {t('policy.rest.checked', {
        date: formats.date(lastAudit.date),
        pages: lastAudit.pages,
        differences: lastAudit.differences,
      })}{' '}
      <a href={lastAudit.report}>{t('policy.rest.report')}</a>
    </p>
  )
