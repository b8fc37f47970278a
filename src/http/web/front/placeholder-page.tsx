import type { PolicyText } from '../../../core/privacy/policy/document.ts'
import type { EmbedFrame, PlaceholderModel } from '../models/embed-model.ts'
import { EmbedDocument } from '../ui/embed-document.tsx'
import { Fact, Facts } from '../ui/facts.tsx'

interface PlaceholderProps {
  readonly frame: EmbedFrame
  readonly model: PlaceholderModel
}

/** Values of the field `load`. */
export const LOADS = { once: 'once', always: 'always' } as const

/** `/embed/svc/{service}/{reference}` before it may load: what would, from whom, and the visitor's choice. */
export const PlaceholderPage = ({ frame, model }: PlaceholderProps) => {
  const { t } = frame.words
  const { service, provider } = model
  return (
    <EmbedDocument frame={frame} title={t('content.embed', { service })}>
      <main class="waiting">
        <h1>{t('embed.heading', { service })}</h1>
        <p>{t('embed.lead', { provider: provider.name })}</p>
        <form class="waiting-choice" method="post" action={model.action}>
          <button class="button main" type="submit" name="load" value={LOADS.once}>
            {t('embed.once')}
          </button>
          <button class="button" type="submit" name="load" value={LOADS.always} aria-describedby="kept">
            {t('embed.always', { service })}
          </button>
          <a href={model.page} rel="noopener" target="_blank">
            {t('embed.original', { host: model.pageHost })}
          </a>
        </form>
        <p class="waiting-kept" id="kept">
          {t('embed.kept')}
        </p>
        <Recipients frame={frame} model={model} />
        <details>
          <summary>{t('embed.details')}</summary>
          <Stored frame={frame} model={model} />
        </details>
      </main>
    </EmbedDocument>
  )
}

const Said = ({ of, frame }: { of: PolicyText; frame: EmbedFrame }) =>
  of.lang === frame.language ? of.text : <bdi lang={of.lang}>{of.text}</bdi>

const Recipients = ({ frame, model }: PlaceholderProps) => {
  const { t } = frame.words
  const { provider } = model
  return (
    <Facts>
      <Fact term={t('embed.loads')}>
        <Said of={model.functionText} frame={frame} />
      </Fact>
      <Fact term={t('embed.from')}>
        {provider.url === null ? (
          <bdi>{provider.name}</bdi>
        ) : (
          <a href={provider.url} rel="noopener" target="_blank">
            <bdi>{provider.name}</bdi>
          </a>
        )}{' '}
        ({provider.country})
      </Fact>
      {model.recipients !== '' && (
        <Fact term={t('embed.also')}>
          <bdi>{model.recipients}</bdi>
        </Fact>
      )}
      {model.transfers !== '' && <Fact term={t('embed.abroad')}>{model.transfers}</Fact>}
      <Fact term={t('embed.keeps')}>{model.longest ?? t('embed.nothing')}</Fact>
    </Facts>
  )
}

const Stored = ({ frame, model }: PlaceholderProps) => {
  const { t } = frame.words
  return (
    <>
      <Facts>
        <Fact term={t('embed.learns')}>
          <Said of={model.discloses} frame={frame} />
        </Fact>
        <Fact term={t('embed.hosts')}>
          <bdi>{model.hosts.join(', ')}</bdi>
        </Fact>
      </Facts>
      {model.stored.length > 0 && (
        <ul class="waiting-stored" aria-label={t('embed.keeps')}>
          {model.stored.map(({ name, purpose, lifetime }) => (
            <li>
              <code dir="ltr">{name}</code> <Said of={purpose} frame={frame} /> ({lifetime})
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
