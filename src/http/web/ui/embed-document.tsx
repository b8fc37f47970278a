import type { ComponentChildren } from 'preact'
import type { EmbedFrame } from '../models/embed-model.ts'

interface EmbedDocumentProps {
  readonly frame: EmbedFrame
  readonly title: string
  readonly children: ComponentChildren
}

/** A document of the portal that stands in a frame of one of its pages: no script, no banner, nothing of the visitor. */
export const EmbedDocument = ({ frame, title, children }: EmbedDocumentProps) => (
  <html lang={frame.language} dir={frame.dir} class="framed">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <title>{title}</title>
      <link rel="stylesheet" href={frame.assets.styles} />
      <link rel="stylesheet" href={frame.theme} />
      <link rel="icon" href={frame.assets.favicon} type="image/svg+xml" />
    </head>
    <body>{children}</body>
  </html>
)
