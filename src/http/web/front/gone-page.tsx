import type { EmbedFrame } from '../models/embed-model.ts'
import { EmbedDocument } from '../ui/embed-document.tsx'

/** What stands in a frame whose service the portal does not have any more, or that never was a piece of one. */
export const GonePage = ({ frame }: { frame: EmbedFrame }) => (
  <EmbedDocument frame={frame} title={frame.words.t('embed.gone')}>
    <main class="waiting">
      <h1>{frame.words.t('embed.gone')}</h1>
    </main>
  </EmbedDocument>
)
