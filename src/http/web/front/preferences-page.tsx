import type { PageContext } from '../models/page-context.ts'
import type { OfferedService, PreferencesModel, ShownReceipt } from '../models/preferences-model.ts'
import { CONSENT_ACTION } from '../ui/consent-banner.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { Layout } from '../ui/layout.tsx'
import { cookiesUrl, preferencesUrl } from '../urls.ts'

interface Props {
  readonly ctx: PageContext
  readonly model: PreferencesModel
}

/** `/{lang}/cookies/preferences/`: what the visitor allowed, and every way to change it, without scripts. */
export const PreferencesPage = ({ ctx, model }: Props) => {
  const { t } = ctx
  const hasChoice = model.services.length > 0 || model.since !== null || model.uncounted
  return (
    <Layout ctx={ctx} title={t('consent.page.title')} hidden>
      <div class="shell narrow stack page choices">
        <h1>{t('consent.page.title')}</h1>
        {model.saved && <p role="status">{t('consent.saved')}</p>}
        <State ctx={ctx} model={model} />
        {model.receipt !== null && <Receipt ctx={ctx} receipt={model.receipt} />}
        {model.services.length > 0 && <Panel ctx={ctx} services={model.services} />}
        {hasChoice && <Counting ctx={ctx} model={model} />}
        {model.since !== null && <Reset ctx={ctx} />}
        {model.services.length > 0 && <Lookup ctx={ctx} />}
        <p>
          <a href={cookiesUrl(ctx.language)}>{t('consent.page.policy')}</a>
        </p>
      </div>
    </Layout>
  )
}

const State = ({ ctx, model }: Props) => {
  const { t, formats } = ctx
  const { state, services, since, allowed, lapsed } = model
  if (services.length === 0) return <p>{t('consent.page.nothing')}</p>
  return (
    <section>
      {since === null && !state.refusedBySignal && <p>{t('consent.state.none')}</p>}
      {since !== null && (
        <p>
          {allowed === '' ? t('consent.state.refused') : t('consent.state.granted', { services: allowed })}{' '}
          {t('consent.state.until', { week: formats.date(since) })}
        </p>
      )}
      {since !== null && lapsed !== '' && <p>{t('consent.state.lapsed', { services: lapsed })}</p>}
      {model.signal && <p>{t('consent.state.signal')}</p>}
    </section>
  )
}

const Hidden = ({ ctx }: { ctx: PageContext }) => (
  <>
    <input type="hidden" name="surface" value="panel" />
    <input type="hidden" name="language" value={ctx.language} />
  </>
)

/** The part of the page that asks: what the ledger keeps as the notice of choices made here. */
export const Panel = ({ ctx, services }: { ctx: PageContext; services: readonly OfferedService[] }) => (
  <section>
    <h2>{ctx.t('consent.services.title')}</h2>
    <form method="post" action={CONSENT_ACTION}>
      <Hidden ctx={ctx} />
      <p class="buttons">
        <button type="submit" class="button" name="choice" value="reject">
          {ctx.t('consent.reject')}
        </button>
        <button type="submit" class="button" name="choice" value="accept">
          {ctx.t('consent.accept')}
        </button>
      </p>
      {services.map(service => (
        <Choice ctx={ctx} service={service} />
      ))}
      <button type="submit" class="button" name="choice" value="custom">
        {ctx.t('consent.save')}
      </button>
    </form>
  </section>
)

const Choice = ({ ctx, service }: { ctx: PageContext; service: OfferedService }) => (
  <div class="service">
    <label>
      <input type="checkbox" name="service" value={service.id} checked={service.allowed} />
      <span>
        <bdi>{service.name}</bdi>
        <small>{service.purpose}</small>
      </span>
    </label>
    <details>
      <summary>
        {ctx.t('consent.service.details')} <span class="hush">({service.name})</span>
      </summary>
      <ServiceFacts ctx={ctx} service={service} />
    </details>
  </div>
)

const ServiceFacts = ({ ctx, service }: { ctx: PageContext; service: OfferedService }) => (
  <Facts>
    <Fact term={ctx.t('consent.service.provider')}>
      <bdi>{service.provider}</bdi>
    </Fact>
    <Fact term={ctx.t('consent.service.learns')}>{service.learns}</Fact>
    <Fact term={ctx.t('consent.service.keeps')}>
      {service.keeps.length === 0 ? (
        ctx.t('consent.service.nothing')
      ) : (
        <ul>
          {service.keeps.map(line => (
            <li>
              <bdi>{line}</bdi>
            </li>
          ))}
        </ul>
      )}
    </Fact>
    {service.recipients !== '' && (
      <Fact term={ctx.t('consent.service.recipients')}>{service.recipients}</Fact>
    )}
    {service.transfers !== '' && <Fact term={ctx.t('consent.service.transfers')}>{service.transfers}</Fact>}
  </Facts>
)

const Counting = ({ ctx, model }: Props) => (
  <section>
    <h2>{ctx.t('consent.count.title')}</h2>
    <p>{ctx.t(model.uncounted ? 'consent.count.off' : 'consent.count.on')}</p>
    <form method="post" action={CONSENT_ACTION}>
      <Hidden ctx={ctx} />
      <button type="submit" class="button" name="choice" value={model.uncounted ? 'count' : 'object'}>
        {ctx.t(model.uncounted ? 'consent.count.allow' : 'consent.count.object')}
      </button>
    </form>
  </section>
)

const Reset = ({ ctx }: { ctx: PageContext }) => (
  <section>
    <h2>{ctx.t('consent.reset.title')}</h2>
    <p>{ctx.t('consent.reset.text')}</p>
    <form method="post" action={CONSENT_ACTION}>
      <Hidden ctx={ctx} />
      <button type="submit" class="button" name="choice" value="reset">
        {ctx.t('consent.reset.go')}
      </button>
    </form>
  </section>
)

const Receipt = ({ ctx, receipt }: { ctx: PageContext; receipt: ShownReceipt }) => (
  <section class="receipt" id="receipt">
    <h2>{ctx.t('consent.receipt.title')}</h2>
    {receipt.isNew && <p>{ctx.t('consent.receipt.new')}</p>}
    <p class="mono">
      <bdi>{receipt.code}</bdi>
    </p>
    {receipt.row === null ? (
      <p>{ctx.t('consent.receipt.unknown')}</p>
    ) : (
      <>
        <p>{rowText(ctx, receipt.row)}</p>
        <p>
          <a class="button" href={receiptUrl(receipt.code)} download>
            {ctx.t('consent.receipt.download')}
          </a>
        </p>
      </>
    )}
  </section>
)

const receiptUrl = (code: string): string => `/cookies/receipt.json?${new URLSearchParams({ code })}`

const rowText = ({ t, formats }: PageContext, row: NonNullable<ShownReceipt['row']>): string =>
  t('consent.receipt.row', {
    date: formats.date(row.hour.slice(0, 10)),
    hour: row.hour.slice(11),
    row: String(row.seq),
    grants: row.names === '' ? t('consent.receipt.nothing') : row.names,
  })

const Lookup = ({ ctx }: { ctx: PageContext }) => (
  <section>
    <h2>{ctx.t('consent.receipt.look')}</h2>
    <form method="get" action={preferencesUrl(ctx.language)}>
      <label for="receipt-code">{ctx.t('consent.receipt.code')}</label>
      <input
        id="receipt-code"
        name="receipt"
        required
        minLength={22}
        maxLength={22}
        pattern="[A-Za-z0-9_\-]{22}"
        autocomplete="off"
      />
      <button type="submit" class="button">
        {ctx.t('consent.receipt.go')}
      </button>
    </form>
  </section>
)
