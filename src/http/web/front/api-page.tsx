import type { ComponentChildren } from 'preact'
import type { MessageKey } from '../../../core/i18n/catalogues.ts'
import type { ApiModel, OperationEntry, ParameterEntry } from '../models/api-model.ts'
import { type FunctionEntry, OPERATORS } from '../models/function-reference.ts'
import type { PageContext } from '../models/page-context.ts'
import { Layout } from '../ui/layout.tsx'
import { Snippet } from '../ui/snippet.tsx'

const SECTIONS = ['operations', 'parameters', 'language', 'functions', 'errors'] as const
type SectionName = (typeof SECTIONS)[number]

const headingOf = (name: SectionName): MessageKey => `reference.section.${name}`

interface PageProps {
  readonly ctx: PageContext
  readonly model: ApiModel
}

/** `/{lang}/api/`: the whole API to read, from the tables that it is made from. */
export const ApiPage = ({ ctx, model }: PageProps) => {
  const { t } = ctx
  return (
    <Layout ctx={ctx} title={t('nav.api')} description={t('reference.lead')}>
      <div class="shell stack page reference">
        <div>
          <h1>{t('nav.api')}</h1>
          <p class="lead">{t('reference.lead')}</p>
          <ul class="contents">
            {SECTIONS.map(name => (
              <li>
                <a href={`#${name}`}>{t(headingOf(name))}</a>
              </li>
            ))}
            <li>
              <a href={model.openApiHref}>{t('reference.document')}</a>
            </li>
          </ul>
        </div>
        {model.example !== null && <Example ctx={ctx} example={model.example} />}
        <Section ctx={ctx} name="operations">
          <p>
            <code class="muted" dir="ltr">
              <Path path={`${ctx.origin}${model.root}`} />
            </code>
          </p>
          <dl class="terms">
            {model.operations.map(operation => (
              <Operation operation={operation} />
            ))}
          </dl>
        </Section>
        <Section ctx={ctx} name="parameters">
          <dl class="terms">
            {model.parameters.map(parameter => (
              <ParameterTerm parameter={parameter} />
            ))}
          </dl>
        </Section>
        <Section ctx={ctx} name="language">
          <dl class="terms">
            {OPERATORS.map(({ signs, key }) => (
              <Term written={signs}>{t(key)}</Term>
            ))}
          </dl>
        </Section>
        <Functions ctx={ctx} model={model} />
        <Faults ctx={ctx} model={model} />
      </div>
    </Layout>
  )
}

const Section = ({
  ctx,
  name,
  children,
}: {
  ctx: PageContext
  name: SectionName
  children: ComponentChildren
}) => (
  <section id={name}>
    <h2>{ctx.t(headingOf(name))}</h2>
    {children}
  </section>
)

const Term = ({ written, children }: { written: ComponentChildren; children: ComponentChildren }) => (
  <div>
    <dt>
      <code dir="ltr">{written}</code>
    </dt>
    <dd>{children}</dd>
  </div>
)

const Example = ({ ctx, example }: { ctx: PageContext; example: NonNullable<ApiModel['example']> }) => (
  <section>
    <h2>{ctx.t('api-page.try')}</h2>
    <Snippet ctx={ctx} label={ctx.t('api-page.try')} text={example.request} />
    <p class="inline-links">
      <a href={example.request}>{ctx.t('api.open')}</a>
    </p>
    {example.links.length > 0 && (
      <>
        <h3>
          {ctx.t('reference.section.examples')}: <bdi>{example.title}</bdi>
        </h3>
        <ul class="contents">
          {example.links.map(({ label, href }) => (
            <li>
              <a href={href}>{label}</a>
            </li>
          ))}
        </ul>
      </>
    )}
  </section>
)

/** An address that breaks between its parts only. */
const Path = ({ path }: { path: string }) => (
  <>
    {path.split(/(?<=.)(?=\/[^/])/).map((part, at) => (
      <>
        {at > 0 && <wbr />}
        {part}
      </>
    ))}
  </>
)

const Operation = ({ operation: { path, about, parameters, href } }: { operation: OperationEntry }) => (
  <Term
    written={
      href === null ? (
        <Path path={path} />
      ) : (
        <a href={href}>
          <Path path={path} />
        </a>
      )
    }
  >
    {about}
    {parameters.length > 0 && (
      <span class="names">
        <bdi dir="ltr">{parameters.join(', ')}</bdi>
      </span>
    )}
  </Term>
)

const ParameterTerm = ({ parameter: { name, about, notes, example } }: { parameter: ParameterEntry }) => (
  <Term written={name}>
    {about}
    {(notes.length > 0 || example !== '') && (
      <span class="names">
        {notes.map(note => (
          <span class="part">
            <bdi>{note}</bdi>
          </span>
        ))}
        {example !== '' && (
          <span class="part">
            <bdi dir="ltr">
              {name}={example}
            </bdi>
          </span>
        )}
      </span>
    )}
  </Term>
)

const Functions = ({ ctx, model }: PageProps) => (
  <Section ctx={ctx} name="functions">
    {[...model.functions].map(([kind, entries]) => (
      <>
        <h3>{ctx.t(`reference.kind.${kind}`)}</h3>
        <dl class="terms">
          {entries.map((entry: FunctionEntry) => (
            <Term written={entry.call}>{entry.about}</Term>
          ))}
        </dl>
      </>
    ))}
  </Section>
)

const Faults = ({ ctx, model }: PageProps) => (
  <Section ctx={ctx} name="errors">
    <p class="lead">{ctx.t('reference.errors')}</p>
    <dl class="terms">
      {model.faults.map(({ status, about, codes }) => (
        <Term written={status}>
          {about}
          <span class="names">
            <bdi dir="ltr">{codes.join(', ')}</bdi>
          </span>
        </Term>
      ))}
    </dl>
  </Section>
)
