import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEMO_PORTALS } from '../../src/cli/package-root.ts'
import type { AuditReport } from '../../src/core/audit/report.ts'
import { isClean } from '../../src/core/audit/report.ts'
import { chromiumPath } from '../browser/pages/chromium.ts'
import { startDeployment } from '../chaos/deployment.ts'
import { openTestDeployment } from '../chaos/open-test-deployment.ts'
import { auditPortal } from './audit-portal.ts'
import { openTestBrowser } from './audit-small-site.ts'
import { addPerson } from './audited-portal.ts'
import { copyWithService } from './serviced-portals.ts'

// The five demo portals, with a service behind consent turned on in each: every state, every template, the first page
// watched for a minute.
// node --import tsx test/audit/demo-audit.ts [portal…]

const MAX_PAGES = 100
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

/** Whether every template was visited and every declared entry seen. */
const isWhole = ({ templates, entries }: AuditReport): boolean =>
  templates.every(({ page }) => page !== null) && entries.every(({ states }) => states.length > 0)

const PERSON = { email: 'auditor@example.org', password: 'correct horse battery staple 7' }

const folder = await mkdtemp(join(tmpdir(), 'vitrine-audited-demo-'))
const all = await copyWithService(DEMO_PORTALS, folder)
const wanted = process.argv.slice(2)
const portals = all.filter(slug => wanted.length === 0 || wanted.includes(slug))
const deployment = await startDeployment({ portals: folder, words: ['--demo'] })
const beside = await openTestDeployment(deployment.home)
for (const slug of portals) await addPerson(beside, slug, PERSON)
await beside.close()
const browser = await openTestBrowser(chromiumPath() ?? '')
let clean = true
try {
  for (const slug of portals) {
    const report = await auditPortal(browser, {
      ...{
        site: `http://${slug}.localhost:${deployment.port}`,
        maxPages: MAX_PAGES,
        credentials: { user: PERSON.email, password: PERSON.password },
        idleSeconds: IDLE_SECONDS,
      },
    })
    clean &&= isClean(report) && isWhole(report)
    process.stdout.write(`${told(slug, report)}\n\n`)
  }
} finally {
  await browser.close()
  await deployment.stop()
  await rm(folder, { recursive: true, force: true })
}
process.exitCode = clean ? 0 : 1
