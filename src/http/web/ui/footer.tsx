import type { PageContext } from '../models/page-context.ts'
import { apiPageUrl, exploreUrl, legalUrl, statementUrl } from '../urls.ts'
import { ConsentWithdrawal } from './consent-banner.tsx'
import { hrefOf, LanguageForm } from './header.tsx'

/** What the portal says of itself, on every page and whatever its owner configures (privacy.md §2.2); languages. */
export const Footer = ({ ctx }: { ctx: PageContext }) => (
  <footer class="foot">
    <div class="shell">
      <nav aria-label={ctx.t('footer.label')}>
        <ul class="line">
          {[
            { label: ctx.t('nav.catalog'), href: exploreUrl(ctx.language) },
            { label: ctx.t('nav.api'), href: apiPageUrl(ctx.language) },
            { label: ctx.t('policy.legal.title'), href: legalUrl(ctx.language) },
            { label: ctx.t('policy.footer.privacy'), href: statementUrl(ctx.language, 'privacy') },
            { label: ctx.t('policy.footer.cookies'), href: statementUrl(ctx.language, 'cookies') },
            {
              label: ctx.t('policy.footer.accessibility'),
              href: statementUrl(ctx.language, 'accessibility'),
            },
            ...ctx.portal.footer,
            ctx.account,
          ].map(link => (
            <li>
              <a href={link.href}>{link.label}</a>
            </li>
          ))}
        </ul>
      </nav>
      {ctx.portal.consent !== null && <ConsentWithdrawal ctx={ctx} next={hrefOf(ctx)} />}
      {ctx.languages.length > 1 && (
        <nav aria-label={ctx.t('language.choose')}>
          <LanguageForm ctx={ctx} />
        </nav>
      )}
      <p class="small">{ctx.t('footer.powered')}</p>
    </div>
  </footer>
)
