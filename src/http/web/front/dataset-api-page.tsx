import { apiSnippets } from '../api-snippets.ts'
import type { ConsoleModel } from '../models/console-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { ConsoleForm } from '../ui/console-form.tsx'
import { DatasetFrame } from '../ui/dataset-frame.tsx'
import { Notice } from '../ui/notice.tsx'
import { DataBlock } from '../ui/raw.tsx'
import { Snippet } from '../ui/snippet.tsx'
import { apiPageUrl } from '../urls.ts'

interface PageProps {
  readonly ctx: PageContext
  readonly model: ConsoleModel
}

/** `/{lang}/explore/dataset/{id}/api/`: a question to the API, its address, its answer, and how programs ask it. */
export const DatasetApiPage = ({ ctx, model }: PageProps) => {
  const { t } = ctx
  return (
    <DatasetFrame ctx={ctx} head={model.head} tab="api">
      <v-console class="shell console">
        <div class="console-ask">
          <h2>{t('console.title')}</h2>
          <p class="muted">{t('console.lead')}</p>
          {model.examples.length > 0 && <Examples ctx={ctx} model={model} />}
          <ConsoleForm ctx={ctx} model={model} />
        </div>
        <div class="console-told" data-live>
          <Request ctx={ctx} model={model} />
          <Answer ctx={ctx} model={model} />
          <Programs ctx={ctx} model={model} />
        </div>
        <DataBlock type="application/json" data={model.words} />
      </v-console>
    </DatasetFrame>
  )
}

const Examples = ({ ctx, model }: PageProps) => (
  <div class="examples">
    <p>{ctx.t('console.examples')}</p>
    <ul>
      {model.examples.map(({ label, href }) => (
        <li>
          <a href={href} rel="nofollow">
            {label}
          </a>
        </li>
      ))}
    </ul>
  </div>
)

const Request = ({ ctx, model }: PageProps) => (
  <section>
    <h2>{ctx.t('api.request')}</h2>
    <Snippet ctx={ctx} label={ctx.t('api.request')} text={model.request} />
    <p class="inline-links">
      <a href={model.request}>{ctx.t('api.open')}</a>
      <a href={apiPageUrl(ctx.language)}>{ctx.t('api.reference')}</a>
      <a href={model.openApiHref}>{ctx.t('console.document')}</a>
    </p>
  </section>
)

const Answer = ({ ctx, model }: PageProps) => {
  const { t } = ctx
  const { answer, faults } = model
  const refused = answer.status !== 200
  return (
    <section>
      <div class="panel-line">
        <h2>{t('api.answer')}</h2>
        <span class={refused ? 'badge bad' : 'badge good'}>
          {t('console.status', { status: answer.status })}
        </span>
      </div>
      {refused && (
        <Notice ctx={ctx} id="fault">
          {[t('console.refused'), ...(faults.get('') ?? [])].join(' ')}
        </Notice>
      )}
      <Snippet ctx={ctx} label={t('api.answer')} text={answer.text} />
      {answer.isCut && <p class="muted">{t('console.shortened')}</p>}
    </section>
  )
}

const Programs = ({ ctx, model }: PageProps) => (
  <section>
    <h2>{ctx.t('console.copyable')}</h2>
    <div class="programs">
      {apiSnippets(model.request).map(({ label, text }, at) => (
        <details name="program" open={at === 0}>
          <summary>{label}</summary>
          <Snippet ctx={ctx} label={label} text={text} />
        </details>
      ))}
    </div>
  </section>
)
