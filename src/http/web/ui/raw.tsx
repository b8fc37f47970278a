import type { SafeHtml } from '../../../core/content/safe-html.ts'

/** The only file that prints markup as it is. */
const unescaped = (html: string) => ({ dangerouslySetInnerHTML: { __html: html } })

/** A publisher’s text that `cleanHtml` cleaned. */
export const Raw = ({ html, lang }: { html: SafeHtml; lang?: string | undefined }) => (
  <div class="prose" lang={lang} dir="auto" {...unescaped(html.safe)} />
)

/** Structured data, never executed. `<` is written as an escape, so that no text can end the block. */
export const DataBlock = ({ data, type = 'application/ld+json' }: { data: object; type?: string }) => (
  <script type={type} {...unescaped(JSON.stringify(data).replaceAll('<', '\\u003c'))} />
)
