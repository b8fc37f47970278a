import type { Newcomers } from '../../../core/account/identity-provider.ts'
import type { PageContext } from '../models/page-context.ts'
import { OfficeArea } from './office-area.tsx'

/** An identity provider as its declaration says, without its secret. */
export interface ShownProvider {
  readonly id: string
  readonly title: string
  readonly issuer: string
  readonly domains: readonly string[]
  readonly newcomers: Newcomers
  /** Addresses to be told to the provider. */
  readonly callback: string
  readonly logout: string
  readonly groups: {
    readonly claim: string
    readonly pairs: readonly (readonly [value: string, slug: string])[]
  } | null
}

interface ProvidersProps {
  readonly ctx: PageContext
  readonly providers: readonly ShownProvider[]
}

/** `/{lang}/office/providers/`. */
export const ProvidersPage = ({ ctx, providers }: ProvidersProps) => {
  const { t } = ctx
  return (
    <OfficeArea ctx={ctx} page="providers" title={t('office.providers')} lead={t('office_providers.lead')}>
      {providers.length === 0 && <p>{t('office_providers.none')}</p>}
      {providers.map(provider => (
        <Provider ctx={ctx} of={provider} />
      ))}
    </OfficeArea>
  )
}

const Provider = ({ ctx: { t }, of }: { ctx: PageContext; of: ShownProvider }) => (
  <section class="own-part">
    <h2>
      {of.title} <code>{of.id}</code>
    </h2>
    <dl class="pairs">
      <dt>{t('office_providers.domains')}</dt>
      <dd dir="ltr">{of.domains.join(', ')}</dd>
      <dt>{t('office_providers.newcomers')}</dt>
      <dd>{t(`office_providers.newcomers_${of.newcomers}`)}</dd>
      <dt>OpenID Connect</dt>
      <dd>
        <code class="hash">{of.issuer}</code>
      </dd>
      <dt>{t('office_providers.callback')}</dt>
      <dd>
        <code class="hash">{of.callback}</code>
      </dd>
      <dt>{t('office_providers.logout')}</dt>
      <dd>
        <code class="hash">{of.logout}</code>
      </dd>
      {of.groups !== null && (
        <>
          <dt>{t('office_providers.groups', { claim: of.groups.claim })}</dt>
          <dd dir="ltr">{of.groups.pairs.map(([value, slug]) => `${value} → ${slug}`).join(', ')}</dd>
        </>
      )}
    </dl>
  </section>
)
