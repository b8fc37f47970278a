import type { PageContext } from '../models/page-context.ts'
import { type OfficePage, officeUrl } from '../office/office-urls.ts'
import { OfficeArea } from './office-area.tsx'

export interface OverviewModel {
  readonly people: number
  /** People who wait to be let in. */
  readonly waiting: number
  readonly groups: number
  /** Keys that open something. */
  readonly keys: number
  readonly providers: number
  /** Whether visitors are asked for consent. */
  readonly banner: boolean
  /** Security events of the process. */
  readonly events: number
}

/** `/{lang}/office/`. */
export const OverviewPage = ({ ctx, model }: { ctx: PageContext; model: OverviewModel }) => {
  const { t, language } = ctx
  const facts: readonly (readonly [page: OfficePage, text: string])[] = [
    ['people', t('office.count_people', { count: model.people })],
    ['groups', t('office.count_groups', { count: model.groups })],
    ['keys', t('office.count_keys', { count: model.keys })],
    ['providers', t('office.count_providers', { count: model.providers })],
    ['services', t(model.banner ? 'office.banner_on' : 'office.banner_off')],
    ['events', t('office.count_events', { count: model.events })],
  ]
  return (
    <OfficeArea
      ctx={ctx}
      page="overview"
      title={t('office.title')}
      lead={t('office.overview_lead', { portal: ctx.portal.title.text })}
    >
      {model.waiting > 0 && (
        <p class="notice">
          <a href={officeUrl(language, 'people', { params: { state: 'unapproved' } })}>
            {t('office.waiting', { count: model.waiting })}
          </a>
        </p>
      )}
      <ul class="rows">
        {facts.map(([page, text]) => (
          <li class="row">
            <h2>
              <a href={officeUrl(language, page)}>{t(`office.${page}`)}</a>
            </h2>
            <p>{text}</p>
          </li>
        ))}
      </ul>
    </OfficeArea>
  )
}
