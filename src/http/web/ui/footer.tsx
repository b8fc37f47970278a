import type { PageContext } from '../models/page-context.ts'
import { apiPageUrl, exploreUrl, legalUrl } from '../urls.ts'
import { LanguageForm } from './header.tsx'

/** Legal notice, further pages of the portal, languages. */
export const Footer = ({ ctx }: { ctx: PageContext }) => (
  <footer class="foot">
    <div class="shell">
      <nav aria-label={ctx.t('footer.label')}>
        <ul class="line">
          {[
            { label: ctx.t('nav.catalog'), href: exploreUrl(ctx.language) },
            { label: ctx.t('nav.api'), href: apiPageUrl(ctx.language) },
            { label: ctx.t('nav.legal'), href: legalUrl(ctx.language) },
            ...ctx.portal.footer,
          ].map(link => (
            <li>
              <a href={link.href}>{link.label}</a>
            </li>
          ))}
        </ul>
      </nav>
      {ctx.languages.length > 1 && (
        <nav aria-label={ctx.t('language.choose')}>
          <LanguageForm ctx={ctx} />
        </nav>
      )}
      <p class="small">{ctx.t('footer.powered')}</p>
    </div>
  </footer>
)
