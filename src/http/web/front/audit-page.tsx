import type { ComponentChildren } from 'preact'
import { isMessageKey } from '../../../core/i18n/translate.ts'
import type { AuditedFinding, AuditModel } from '../models/audit-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { Layout } from '../ui/layout.tsx'

interface Props {
  readonly ctx: PageContext
  readonly model: AuditModel
}

/** `/{lang}/cookies/audit/{name}/`: what a real browser found on the portal, beside what the portal declares. */
export const AuditPage = ({ ctx, model }: Props) => {
  const { t, formats } = ctx
  const title = t('audit.page.title', { date: formats.date(model.at) })
  return (
    <Layout ctx={ctx} title={title}>
      <div class="shell narrow stack page">
        <h1>{title}</h1>
        <p>{t('audit.page.lead')}</p>
        <p>
          <strong>{t('audit.page.differences', { count: model.findings.length })}</strong>
        </p>
        {model.findings.length > 0 && <Findings ctx={ctx} model={model} />}
        <About ctx={ctx} model={model} />
        <States ctx={ctx} model={model} />
        <Entries ctx={ctx} model={model} />
        <p>
          <a href={model.json}>{t('audit.page.json')}</a>
        </p>
      </div>
    </Layout>
  )
}

const About = ({ ctx, model }: Props) => {
  const { t, formats } = ctx
  return (
    <Facts>
      <Fact term={t('audit.page.pages')}>{formats.number(model.pages)}</Fact>
      {model.templates.all > 0 && (
        <Fact term={t('audit.page.templates')}>{t('audit.page.of', model.templates)}</Fact>
      )}
      <Fact term={t('audit.page.browser')}>
        <bdi>{model.browser}</bdi>
      </Fact>
      <Fact term={t('audit.page.idle')}>{formats.duration(model.idleSeconds)}</Fact>
      <Fact term={t('audit.page.violations')}>{formats.number(model.violations)}</Fact>
    </Facts>
  )
}

const Table = ({ label, heads, children }: TableProps) => (
  <div>
    <h2>{label}</h2>
    <section class="scroll" aria-label={label} tabindex={0}>
      <table class="schema">
        <caption class="hush">{label}</caption>
        <thead>
          <tr>
            {heads.map(head => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  </div>
)

interface TableProps {
  readonly label: string
  readonly heads: readonly string[]
  readonly children: ComponentChildren
}

const stateName = ({ t }: PageContext, name: string): string => {
  const key = `audit.state.${name}`
  return isMessageKey(key) ? t(key) : name
}

const States = ({ ctx, model }: Props) => {
  const { t, formats } = ctx
  const heads = [t('audit.head.state'), t('audit.head.pages'), t('audit.head.requests')]
  return (
    <Table label={t('audit.page.states')} heads={heads}>
      {model.states.map(({ name, played, visits, requests }) => (
        <tr>
          <th scope="row">{stateName(ctx, name)}</th>
          {played ? <td>{formats.number(visits)}</td> : <td>{t('audit.page.not_played')}</td>}
          <td>{played ? formats.number(requests) : '–'}</td>
        </tr>
      ))}
    </Table>
  )
}

const Entries = ({ ctx, model }: Props) => {
  const { t } = ctx
  return (
    <Table label={t('audit.page.entries')} heads={[t('audit.page.entry'), t('audit.page.seen')]}>
      {model.entries.map(({ id, states }) => (
        <tr>
          <th scope="row">
            <code dir="ltr">{id}</code>
          </th>
          <td class="wrap">
            {states.length === 0
              ? t('audit.page.not_seen')
              : ctx.formats.list(states.map(name => stateName(ctx, name)))}
          </td>
        </tr>
      ))}
    </Table>
  )
}

const Findings = ({ ctx, model }: Props) => {
  const { t } = ctx
  const heads = [t('audit.head.what'), t('audit.head.finding'), t('audit.head.where')]
  return (
    <Table label={t('audit.page.findings')} heads={heads}>
      {model.findings.map(finding => (
        <FindingRow ctx={ctx} finding={finding} />
      ))}
    </Table>
  )
}

const FindingRow = ({ ctx, finding }: { ctx: PageContext; finding: AuditedFinding }) => {
  const { t } = ctx
  const declared = figure(ctx, finding, finding.declared)
  const observed = figure(ctx, finding, finding.observed)
  return (
    <tr>
      <th scope="row">
        {t(`audit.kind.${finding.kind}`)} <bdi>{finding.name}</bdi>
      </th>
      <td class="wrap">
        {t(`audit.finding.${finding.finding}`)}
        {declared !== '' && <div class="muted">{t('audit.differs', { declared, observed })}</div>}
      </td>
      <td class="wrap">
        <bdi>{finding.host}</bdi>
        <div class="muted">{ctx.formats.list(finding.states.map(name => stateName(ctx, name)))}</div>
      </td>
    </tr>
  )
}

/** Lives are in seconds, and 0 is until the browser closes. */
function figure({ formats }: PageContext, { finding }: AuditedFinding, said: string | null): string {
  if (said === null) return ''
  return finding === 'longer' && said !== '0' ? formats.duration(Number(said)) : said
}
