import type { PageContext } from '../models/page-context.ts'
import { homeUrl } from '../urls.ts'
import { Icon } from './icon.tsx'
import { Mark } from './mark.tsx'
import { SaidText } from './said-text.tsx'

/** Name of the portal, its sections, its languages. */
export const Header = ({ ctx }: { ctx: PageContext }) => (
  <header class="top">
    <div class="shell top-row">
      <a class="name" href={homeUrl(ctx.language)}>
        {ctx.portal.logo === null ? <Mark /> : <img src={ctx.portal.logo} alt="" height="36" />}
        <span>
          <SaidText ctx={ctx} of={ctx.portal.title} />
        </span>
      </a>
      <nav class="nav" aria-label={ctx.t('nav.label')}>
        {ctx.nav.map(link => (
          <a href={link.href} aria-current={link.current ? 'page' : undefined}>
            {link.label}
          </a>
        ))}
      </nav>
      {ctx.languages.length > 1 && <LanguageMenu ctx={ctx} />}
    </div>
  </header>
)

const LanguageMenu = ({ ctx }: { ctx: PageContext }) => (
  <details class="menu">
    <summary>
      <Icon ctx={ctx} name="languages" />
      <span class="hush">{ctx.t('language.label')} </span>
      {ctx.languages.find(link => link.current)?.label}
      <Icon ctx={ctx} name="chevron-down" />
    </summary>
    <LanguageList ctx={ctx} />
  </details>
)

/** The page in every language of the portal, each named in itself. */
export const LanguageList = ({ ctx }: { ctx: PageContext }) => (
  <ul class="languages">
    {ctx.languages.map(link => (
      <li>
        <a
          href={link.href}
          hreflang={link.tag}
          lang={link.tag}
          aria-current={link.current ? 'true' : undefined}
        >
          {link.label}
        </a>
      </li>
    ))}
  </ul>
)
