import type { AuditReport } from '../../src/core/audit/report.ts'
import { isClean } from '../../src/core/audit/report.ts'
import { chromiumPath } from '../browser/pages/chromium.ts'
import { startDeployment } from '../chaos/deployment.ts'
import { openTestDeployment } from '../chaos/open-test-deployment.ts'
import { auditPortal } from './audit-portal.ts'
import { openTestBrowser } from './audit-small-site.ts'
import { addPerson } from './audited-portal.ts'

// The five demo portals, every state, every template, the first page watched for a minute.
// node --import tsx test/audit/demo-audit.ts

const PORTALS = ['datastro', 'eulerhermes', 'gouv-nc', 'odwb', 'smartbump']
const MAX_PAGES = 60
const IDLE_SECONDS = 60

const cell = (text: string): string => text.replaceAll('|', '\\|')

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.map(cell).join(' | ')} |`).join('\n')

function told(slug: string, report: AuditReport): string {
  const missed = report.templates.filter(({ page }) => page === null)
  return [
    `## ${slug}`,
    `${report.browser}, ${report.pages.length} pages, ${report.templates.length - missed.length} of ${report.templates.length} templates, ` +
      `${report.findings.length} differences, ${report.violations.length} violations of its content security policy.`,
    table(
      ['State', 'Outcome', 'Visits', 'Requests'],
      report.states.map(({ letter, name, outcome, reason, visits, requests }) => [
        `${letter} ${name}`,
        reason === null ? outcome : `${outcome}: ${reason}`,
        String(visits),
        String(requests),
      ]),
    ),
    table(
      ['Entry', 'Seen in'],
      report.entries.map(({ id, states, unexercised }) => [
        id,
        unexercised ? 'no state played would show it' : states.join(' '),
      ]),
    ),
    ...report.findings.map(finding => `- ${JSON.stringify(finding)}`),
    ...missed.map(({ template }) => `- not visited: \`${template}\``),
  ].join('\n\n')
}

const PERSON = { email: 'auditor@example.org', password: 'correct horse battery staple 7' }

const deployment = await startDeployment({ words: ['--demo'] })
const beside = await openTestDeployment(deployment.home)
for (const slug of PORTALS) await addPerson(beside, slug, PERSON)
await beside.close()
const browser = await openTestBrowser(chromiumPath() ?? '')
let clean = true
try {
  for (const slug of PORTALS) {
    const report = await auditPortal(browser, {
      ...{
        site: `http://${slug}.localhost:${deployment.port}`,
        maxPages: MAX_PAGES,
        credentials: { user: PERSON.email, password: PERSON.password },
        idleSeconds: IDLE_SECONDS,
      },
    })
    clean &&= isClean(report)
    process.stdout.write(`${told(slug, report)}\n\n`)
  }
} finally {
  await browser.close()
  await deployment.stop()
}
process.exitCode = clean ? 0 : 1
