import type { EmbedFrame, LoadedModel } from '../models/embed-model.ts'
import { EmbedDocument } from '../ui/embed-document.tsx'

interface LoadedProps {
  readonly frame: EmbedFrame
  readonly model: LoadedModel
}

/** What a frame of somebody else may do: run, keep what is its own, open a window when asked to. Never steer the page. */
const SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-presentation'

/** Storage that is thrown away with the frame, where browsers know of it (privacy.md §2.6). */
const CREDENTIALLESS = { credentialless: true }

/** `/embed/svc/{service}/{reference}` once it may load: the real frame, and a way back. */
export const LoadedPage = ({ frame, model }: LoadedProps) => {
  const { t } = frame.words
  const title = t('content.embed', { service: model.service })
  return (
    <EmbedDocument frame={frame} title={title}>
      <main class="loaded">
        <iframe
          src={model.frame}
          title={title}
          sandbox={SANDBOX}
          allow={model.allow}
          referrerpolicy="strict-origin"
          {...CREDENTIALLESS}
        />
        <p>
          <span>{t('embed.loaded', { host: model.host })}</span>{' '}
          <a href={model.page} rel="noopener" target="_blank">
            {t('embed.original', { host: model.pageHost })}
          </a>{' '}
          <a href={model.choices} target="_parent">
            {t('embed.choices')}
          </a>
        </p>
      </main>
    </EmbedDocument>
  )
}
