import type { LegalModel } from '../models/legal-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { Layout } from '../ui/layout.tsx'

/** `/{lang}/legal/`: who answers for the portal, from its settings. */
export const LegalPage = ({ ctx, model }: { ctx: PageContext; model: LegalModel }) => {
  const { t } = ctx
  const { identity, provider } = model
  return (
    <Layout ctx={ctx} title={t('legal.title')}>
      <div class="shell narrow stack page">
        <h1>{t('legal.title')}</h1>
        <section>
          <h2>{t('legal.publisher')}</h2>
          <Facts>
            <Fact term={t('legal.name')}>
              <bdi>{identity.name}</bdi>
            </Fact>
            {identity.address !== '' && (
              <Fact term={t('legal.address')}>
                <bdi>{identity.address}</bdi>
              </Fact>
            )}
            {identity.country !== '' && (
              <Fact term={t('legal.country')}>{countryName(ctx.language, identity.country)}</Fact>
            )}
            {identity.email !== '' && (
              <Fact term={t('legal.email')}>
                <a href={`mailto:${identity.email}`}>
                  <bdi>{identity.email}</bdi>
                </a>
              </Fact>
            )}
          </Facts>
        </section>
        <section>
          <h2>{t('legal.platform')}</h2>
          <p>{t('legal.provider', { provider: provider ?? identity.name })}</p>
          <p>{t('legal.data')}</p>
        </section>
      </div>
    </Layout>
  )
}

const regionNames = new Map<string, Intl.DisplayNames>()

/** A country by its two letters in the page's language; any other text as it is. */
function countryName(language: string, country: string): string {
  if (!/^[A-Z]{2}$/.test(country)) return country
  const names = regionNames.get(language) ?? new Intl.DisplayNames(language, { type: 'region' })
  regionNames.set(language, names)
  return names.of(country) ?? country
}
