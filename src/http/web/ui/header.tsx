import type { PageContext } from '../models/page-context.ts'
import { homeUrl } from '../urls.ts'
import { Icon } from './icon.tsx'
import { Mark } from './mark.tsx'
import { SaidText } from './said-text.tsx'

/** Name of the portal, its sections, its languages. */
export const Header = ({ ctx }: { ctx: PageContext }) => (
  <header class="top">
    <a class="skip" href="#main">
      {ctx.t('page.skip')}
    </a>
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
      {ctx.office !== null && (
        <a class="account-link" href={ctx.office.href} rel="nofollow">
          {ctx.office.label}
        </a>
      )}
      {ctx.account.inHeader && (
        <a class="account-link" href={ctx.account.href} rel="nofollow">
          <Icon ctx={ctx} name="user" />
          {ctx.account.label}
        </a>
      )}
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
    <LanguageForm ctx={ctx} />
  </details>
)

/** Picking a language here is remembered, and says so (privacy.md §1.1); it works without scripts. */
export const LanguageForm = ({ ctx }: { ctx: PageContext }) => (
  <form class="languages" method="post" action="/i18n/setlang/">
    <input type="hidden" name="next" value={hrefOf(ctx)} />
    {ctx.languages.map(({ tag, label, current }) => (
      <button
        type="submit"
        name="language"
        value={tag}
        lang={tag}
        aria-current={current ? 'true' : undefined}
      >
        {label}
      </button>
    ))}
    <button type="submit" name="language" value="automatic">
      {ctx.t('language.automatic')}
    </button>
    <p class="small">
      {ctx.t(ctx.portal.remembersLanguage ? 'language.remembered' : 'language.remembered_session')}
    </p>
  </form>
)

/** The page itself, with what was asked of it. */
export const hrefOf = ({ languages, path }: PageContext): string =>
  languages.find(link => link.current)?.href ?? path
