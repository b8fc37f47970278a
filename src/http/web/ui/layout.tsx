import type { ComponentChildren } from 'preact'
import type { PageContext } from '../models/page-context.ts'
import { API_ROOT, inLanguage } from '../urls.ts'
import { ConsentBanner } from './consent-banner.tsx'
import { type CatalogDocument, Document } from './document.tsx'
import { Footer } from './footer.tsx'
import { Header, hrefOf } from './header.tsx'

interface LayoutProps {
  readonly ctx: PageContext
  /** Name of the page; the portal's name is added. Empty for the home page. */
  readonly title: string
  readonly description?: string | undefined
  /** Query of the canonical address, `''` for none. */
  readonly search?: string
  readonly hidden?: boolean
  readonly jsonLd?: object | undefined
  readonly children: ComponentChildren
}

/** Every page of a portal: head, header, main, footer. */
export const Layout = ({
  ctx,
  title,
  description,
  search = '',
  hidden = false,
  jsonLd,
  children,
}: LayoutProps) => {
  const { portal, origin, path } = ctx
  const address = (tag: string) => `${origin}${inLanguage(path, tag)}${search}`
  const fallback = portal.languages[0]
  const alternates = hidden
    ? []
    : [
        ...portal.languages.map(tag => ({ tag, href: address(tag) })),
        ...(fallback === undefined ? [] : [{ tag: 'x-default', href: address(fallback) }]),
      ]
  return (
    <Document
      head={{
        title: title === '' ? portal.title.text : `${title} · ${portal.title.text}`,
        description,
        canonical: hidden ? undefined : `${origin}${path}${search}`,
        alternates,
        documents: catalogDocuments(ctx),
        siteName: portal.title.text,
        hidden,
        jsonLd,
      }}
      language={ctx.language}
      dir={ctx.dir}
      assets={ctx.assets}
      theme={portal.theme}
      asksConsent={portal.consent !== null}
    >
      {portal.consent !== null && <ConsentBanner ctx={ctx} view={portal.consent} next={hrefOf(ctx)} />}
      <Header ctx={ctx} />
      <main id="main">{children}</main>
      <Footer ctx={ctx} />
    </Document>
  )
}

/** The feed in the reader's language, the catalogue for harvesters in all. */
const catalogDocuments = ({ portal, language }: PageContext): readonly CatalogDocument[] =>
  [
    { type: 'application/rss+xml', format: `rss?lang=${language}`, label: 'RSS' },
    { type: 'application/rdf+xml', format: 'dcat', label: 'DCAT' },
  ].map(({ type, format, label }) => ({
    type,
    href: `${API_ROOT}/catalog/exports/${format}`,
    title: `${portal.title.text}: ${label}`,
  }))
