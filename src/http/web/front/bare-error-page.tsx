import { directionOf } from '../../../core/i18n/languages.ts'
import { translator } from '../../../core/i18n/translate.ts'
import { statusText } from './error-page.tsx'

interface BareErrorProps {
  readonly status: number
  readonly language: string
  readonly requestId: string | null
}

/** An error where there is no portal to dress it, such as an unknown host: no style, no script, no link. */
export const BareErrorPage = ({ status, language, requestId }: BareErrorProps) => {
  const t = translator(language)
  const title = statusText({ t }, status, 'title')
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <title>{title}</title>
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          <p>{statusText({ t }, status, 'text')}</p>
          {requestId !== null && (
            <p>
              {t('error-page.reference')} <code dir="ltr">{requestId}</code>
            </p>
          )}
        </main>
      </body>
    </html>
  )
}
