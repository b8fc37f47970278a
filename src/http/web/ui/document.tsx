import type { ComponentChildren } from 'preact'
import type { Assets } from '../assets.ts'
import { CONSENT_STYLE } from './consent-banner.tsx'
import { DataBlock } from './raw.tsx'

/** What a document says of itself to browsers and search engines. */
export interface DocumentHead {
  readonly title: string
  readonly description?: string | undefined
  /** Full address that search engines should keep. */
  readonly canonical?: string | undefined
  readonly alternates?: readonly { readonly tag: string; readonly href: string }[]
  /** The catalogue for other programs: feeds and harvesters look for them here. */
  readonly documents?: readonly CatalogDocument[]
  readonly siteName?: string | undefined
  /** Pages that search engines should leave out. */
  readonly hidden?: boolean
  /** Structured data: a data block, never executed. */
  readonly jsonLd?: object | undefined
}

/** A form of the catalogue that programs read. */
export interface CatalogDocument {
  readonly type: string
  readonly href: string
  readonly title: string
}

interface DocumentProps {
  readonly head: DocumentHead
  readonly language: string
  readonly dir: 'ltr' | 'rtl'
  readonly assets: Assets
  readonly theme: string
  /** Whether a stylesheet says if the banner shows: of a portal that asks its visitors for something. */
  readonly asksConsent?: boolean
  readonly children: ComponentChildren
}

/** The whole document: nothing inline, so that the strictest policy holds and everyone gets the same bytes. */
export const Document = ({
  head,
  language,
  dir,
  assets,
  theme,
  asksConsent = false,
  children,
}: DocumentProps) => (
  <html lang={language} dir={dir}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{head.title}</title>
      <link rel="stylesheet" href={assets.styles} />
      <link rel="stylesheet" href={theme} />
      {asksConsent && <link rel="stylesheet" href={CONSENT_STYLE} />}
      <link rel="icon" href={assets.favicon} type="image/svg+xml" />
      <HeadLinks head={head} language={language} />
      <script type="module" src={assets.script} />
    </head>
    <body>{children}</body>
  </html>
)

const HeadLinks = ({ head, language }: { head: DocumentHead; language: string }) => (
  <>
    {head.description && <meta name="description" content={head.description} />}
    {head.hidden && <meta name="robots" content="noindex" />}
    {head.canonical && <link rel="canonical" href={head.canonical} />}
    {head.alternates?.map(({ tag, href }) => (
      <link rel="alternate" hreflang={tag} href={href} />
    ))}
    {head.documents?.map(({ type, href, title }) => (
      <link rel="alternate" type={type} href={href} title={title} />
    ))}
    <meta property="og:title" content={head.title} />
    <meta property="og:type" content="website" />
    <meta property="og:locale" content={language} />
    {head.siteName && <meta property="og:site_name" content={head.siteName} />}
    {head.description && <meta property="og:description" content={head.description} />}
    {head.canonical && <meta property="og:url" content={head.canonical} />}
    {head.jsonLd && <DataBlock data={head.jsonLd} />}
  </>
)
