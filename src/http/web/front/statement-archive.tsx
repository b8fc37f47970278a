import type { WriteArchive } from '../../../app/policy/publish-statements.ts'
import type { StatementDocument } from '../../../app/policy/statement-drafts.ts'
import { formatsFor } from '../../../core/i18n/formats.ts'
import { directionOf } from '../../../core/i18n/languages.ts'
import { translator } from '../../../core/i18n/translate.ts'
import { policyWords } from '../../../core/privacy/policy/entry-words.ts'
import { renderPage } from '../render.ts'
import { LegalContent } from '../ui/policy/legal-content.tsx'
import { PolicyContent } from '../ui/policy/policy-content.tsx'
import { archiveStylesUrl, statementUrl } from '../urls.ts'

/**
 * A version of a statement as a document that stands by itself: it is written once, kept as bytes, and needs nothing of
 * later releases but a stylesheet that never changes (privacy.md P49).
 */
export const writeArchive: WriteArchive = (document, version) =>
  renderPage(<ArchivePage document={document} version={version} />).replaceAll('\u0000', '\uFFFD')

interface ArchiveProps {
  readonly document: StatementDocument
  readonly version: { readonly name: string; readonly at: string }
}

const ArchivePage = ({ document, version }: ArchiveProps) => {
  const { language, title } = document.statement === 'cookies' ? document.policy : document.legal
  const t = translator(language)
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · ${version.name}`}</title>
        <link rel="stylesheet" href={archiveStylesUrl()} />
      </head>
      <body>
        <header>
          <p>
            {t('policy.archive.notice', {
              version: policyWords(language, language).code(version.name),
              date: formatsFor(language).date(version.at),
            })}{' '}
            <a href={statementUrl(language, document.statement)}>{t('policy.archive.present')}</a>
          </p>
        </header>
        <main>
          {document.statement === 'cookies' ? (
            <PolicyContent document={document.policy} />
          ) : (
            <LegalContent document={document.legal} />
          )}
        </main>
      </body>
    </html>
  )
}
