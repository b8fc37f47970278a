import type { Statement, StatementVersion } from '../../../../core/portal/statement.ts'
import { changeText } from '../../../../core/privacy/policy/change-text.ts'
import { widens } from '../../../../core/privacy/policy/changes.ts'
import { type PolicyWords, policyWords } from '../../../../core/privacy/policy/entry-words.ts'
import type { PageContext } from '../../models/page-context.ts'
import { changesFeedUrl, POLICY_JSON_URL, versionUrl } from '../../urls.ts'

/** Versions of that many are listed; the feed and the permanent links have all. */
const MOST = 20

interface VersionsProps {
  readonly ctx: PageContext
  readonly statement: Statement
  /** Newest first. */
  readonly versions: readonly StatementVersion[]
}

/** Which version is in force, what each changed, and where it stays. */
export const Versions = ({ ctx, statement, versions }: VersionsProps) => {
  const { t, formats } = ctx
  const [present] = versions
  const words = policyWords(ctx.language, ctx.portal.languages[0] ?? ctx.language)
  if (present === undefined) return null
  return (
    <section id="versions">
      <h2>{t('policy.versions.title')}</h2>
      <p>
        {t('policy.versions.current', { version: words.code(present.name), date: formats.date(present.at) })}.{' '}
        <a href={versionUrl(ctx.language, statement, present.name)}>{t('policy.versions.permanent')}</a>
      </p>
      {statement === 'cookies' && <Elsewhere ctx={ctx} />}
      <h3>{t('policy.versions.changes')}</h3>
      <ol class="changes">
        {versions.slice(0, MOST).map(version => (
          <Version ctx={ctx} words={words} statement={statement} version={version} />
        ))}
      </ol>
    </section>
  )
}

const Elsewhere = ({ ctx }: { ctx: PageContext }) => (
  <ul class="inline-links">
    <li>
      <a href={changesFeedUrl(ctx.language)} type="application/atom+xml">
        {ctx.t('policy.versions.feed')}
      </a>
    </li>
    <li>
      <a href={POLICY_JSON_URL} type="application/json">
        {ctx.t('policy.versions.data')}
      </a>
    </li>
  </ul>
)

interface VersionProps {
  readonly ctx: PageContext
  readonly words: PolicyWords
  readonly statement: Statement
  readonly version: StatementVersion
}

const Version = ({ ctx, words, statement, version }: VersionProps) => {
  return (
    <li>
      <a href={versionUrl(ctx.language, statement, version.name)}>{version.name}</a>
      <ul>
        {version.changes.map(change => (
          <li>
            {changeText(change, words)}
            {widens(change) && <em> ({ctx.t('policy.versions.widens')})</em>}
          </li>
        ))}
      </ul>
    </li>
  )
}
