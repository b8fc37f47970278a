import { isMessageKey } from '../../../core/i18n/translate.ts'
import type { DatasetHead, DatasetOverviewModel } from '../models/dataset-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { safeUrl } from '../urls.ts'
import { Fact, Facts } from './facts.tsx'

interface AboutProps {
  readonly ctx: PageContext
  readonly model: DatasetOverviewModel
}

/** The column beside the overview: who, under which licence, how often, which revision. */
export const DatasetAbout = ({ ctx, model }: AboutProps) => {
  const { t } = ctx
  return (
    <aside class="about" aria-label={t('about.label')}>
      <section>
        <h2>{t('about.title')}</h2>
        <Facts>
          <Fact term={t('about.identifier')}>
            <code dir="ltr">{model.head.id}</code>
          </Fact>
          <HeadFacts ctx={ctx} head={model.head} />
          {model.territory.length > 0 && (
            <Fact term={t('about.territory')}>
              <bdi>{model.territory.join(', ')}</bdi>
            </Fact>
          )}
          {model.attributions.length > 0 && (
            <Fact term={t('about.attributions')}>
              <ul class="plain">
                {model.attributions.map(text => (
                  <li>
                    <bdi>{text}</bdi>
                  </li>
                ))}
              </ul>
            </Fact>
          )}
          {model.references.length > 0 && (
            <Fact term={t('about.references')}>
              <References references={model.references} />
            </Fact>
          )}
          {model.attachments.length > 0 && (
            <Fact term={t('about.attachments')}>
              <ul class="plain">
                {model.attachments.map(({ title, href, bytes }) => (
                  <li>
                    <a href={href} download>
                      <bdi lang={title.lang || undefined}>{title.text}</bdi>
                    </a>{' '}
                    ({ctx.formats.bytes(bytes)})
                  </li>
                ))}
              </ul>
            </Fact>
          )}
        </Facts>
      </section>
      {model.keywords.length > 0 && (
        <section>
          <h2>{t('about.keywords')}</h2>
          <ul class="chips">
            {model.keywords.map(keyword => (
              <li>
                <a class="chip" href={keyword.href}>
                  <bdi>{keyword.label}</bdi>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  )
}

const HeadFacts = ({ ctx, head }: { ctx: PageContext; head: DatasetHead }) => {
  const { t, formats } = ctx
  const { publisher, license, revision } = head
  const licenseHref = license?.href == null ? undefined : safeUrl(license.href)
  return (
    <>
      {publisher !== null && (
        <Fact term={t('about.publisher')}>
          <a href={publisher.href}>
            <bdi>{publisher.label}</bdi>
          </a>
        </Fact>
      )}
      {license !== null && (
        <Fact term={t('about.license')}>
          {licenseHref === undefined ? <bdi>{license.label}</bdi> : <a href={licenseHref}>{license.label}</a>}
        </Fact>
      )}
      <Fact term={t('about.frequency')}>
        {frequencyText(ctx, head.frequency)}
        {head.freshness === 'late' && <span class="late">, {t('freshness.late')}</span>}
      </Fact>
      <Fact term={t('about.revision')}>
        {revision.publishedAt === null
          ? formats.number(revision.number)
          : t('about.revision.value', {
              number: revision.number,
              date: formats.dateTime(revision.publishedAt),
            })}
      </Fact>
    </>
  )
}

/** A frequency code in words; a code that we have no words for stays as it is. */
function frequencyText(ctx: PageContext, code: string | null): string {
  const key = `frequency.${code ?? 'UNKNOWN'}`
  return isMessageKey(key) ? ctx.t(key) : (code ?? '')
}

const References = ({ references }: { references: readonly string[] }) => (
  <ul class="plain">
    {references.map(reference => {
      const href = safeUrl(reference)
      return (
        <li>{href === undefined ? <bdi>{reference}</bdi> : <a href={href}>{shortAddress(reference)}</a>}</li>
      )
    })}
  </ul>
)

const shortAddress = (address: string): string => {
  const text = address.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '')
  return text.length > 48 ? `${text.slice(0, 47)}…` : text
}
