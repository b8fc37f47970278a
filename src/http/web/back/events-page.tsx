import type { CountedReason } from '../../security-events.ts'
import type { PageContext } from '../models/page-context.ts'
import { OfficeArea } from './office-area.tsx'

/** `/{lang}/office/events/`: reasons are names of the log and the metrics, the same in every language. */
export const EventsPage = ({ ctx, reasons }: { ctx: PageContext; reasons: readonly CountedReason[] }) => {
  const { t, formats } = ctx
  return (
    <OfficeArea ctx={ctx} page="events" title={t('office.events')} lead={t('office_events.lead')}>
      {reasons.length === 0 ? (
        <p>{t('office_events.none')}</p>
      ) : (
        <table class="counts">
          <thead>
            <tr>
              <th scope="col">{t('office_events.reason')}</th>
              <th scope="col">{t('office_services.count')}</th>
            </tr>
          </thead>
          <tbody>
            {reasons.map(({ reason, count }) => (
              <tr>
                <td>
                  <code>{reason}</code>
                </td>
                <td class="n">{formats.number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </OfficeArea>
  )
}
