import type { PageContext } from '../models/page-context.ts'
import { OfficeArea } from './office-area.tsx'

export interface ServicesModel {
  readonly services: readonly {
    readonly id: string
    readonly name: string
    readonly provider: string
    readonly hosts: readonly string[]
    readonly asks: boolean
  }[]
  /** Number of what is asked for; null when nothing ever was. */
  readonly revision: number | null
  readonly rows: number
  /** Hash of the last entry; empty before the first. */
  readonly head: string
  readonly refusals: readonly { readonly day: string; readonly refusals: number }[]
}

interface PartProps {
  readonly ctx: PageContext
  readonly model: ServicesModel
}

/** `/{lang}/office/services/`. */
export const ServicesPage = ({ ctx, model }: PartProps) => {
  const { t } = ctx
  const asking = model.services.filter(({ asks }) => asks).map(({ name }) => name)
  return (
    <OfficeArea ctx={ctx} page="services" title={t('office.services')} lead={t('office_services.lead')}>
      <p class="notice">
        <span>
          {t(asking.length > 0 ? 'office.banner_on' : 'office.banner_off')}.{' '}
          {asking.length > 0 && t('office_services.why', { services: asking.join(', ') })}
        </span>
      </p>
      {model.services.length === 0 ? (
        <p>{t('office_services.none')}</p>
      ) : (
        <ul class="rows">
          {model.services.map(({ name, provider, hosts, asks }) => (
            <li class="row">
              <div>
                <h2>{name}</h2>
                <p class="small">
                  {provider} · <bdi dir="ltr">{hosts.join(', ')}</bdi>
                </p>
              </div>
              <span class="badge">{t(asks ? 'office_services.asks' : 'office_services.free')}</span>
            </li>
          ))}
        </ul>
      )}
      <Ledger ctx={ctx} model={model} />
      <Refusals ctx={ctx} model={model} />
    </OfficeArea>
  )
}

const Ledger = ({ ctx: { t }, model }: PartProps) => (
  <section class="own-part">
    <h2>{t('office_services.ledger')}</h2>
    {model.revision !== null && <p>{t('office_services.revision', { revision: model.revision })}</p>}
    <p>{t('office_services.rows', { count: model.rows })}</p>
    {model.head !== '' && (
      <dl class="pairs">
        <dt>{t('office_services.head')}</dt>
        <dd>
          <code class="hash">{model.head}</code>
        </dd>
      </dl>
    )}
  </section>
)

const Refusals = ({ ctx: { t, formats }, model: { refusals } }: PartProps) => (
  <section class="own-part">
    <h2>{t('office_services.refusals')}</h2>
    <p>{t('office_services.refusals_lead')}</p>
    {refusals.length === 0 ? (
      <p>{t('office_services.no_refusals')}</p>
    ) : (
      <table class="counts">
        <thead>
          <tr>
            <th scope="col">{t('office_services.day')}</th>
            <th scope="col">{t('office_services.count')}</th>
          </tr>
        </thead>
        <tbody>
          {refusals.map(({ day, refusals: count }) => (
            <tr>
              <td>{formats.date(day)}</td>
              <td class="n">{formats.number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)
