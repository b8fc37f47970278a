import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publicAudit } from './public-audit.ts'
import type { AuditReport } from './report.ts'
import { CLEAN_REPORT } from './testing/clean-report.ts'

const finding = (route: string): AuditReport['findings'][number] => ({
  ...{
    finding: 'undeclared',
    entry: null,
    kind: 'cookie',
    name: 'x',
    host: 'data.example.org',
    states: ['g'],
  },
  ...{ route, initiator: 'https://data.example.org/en/secret-plan/app.js:1', declared: null, observed: null },
})

test('the public part counts pages and names none', () => {
  const report: AuditReport = {
    ...CLEAN_REPORT,
    pages: ['/en/', '/en/explore/', '/en/secret-plan/'],
    findings: [finding('/en/explore/'), finding('/en/secret-plan/')],
    states: [
      {
        letter: 'g',
        name: 'signed_in',
        outcome: 'failed',
        reason: '/en/secret-plan/',
        visits: 1,
        requests: 1,
      },
    ],
    violations: [{ state: 'a', route: '/en/secret-plan/', directive: 'img-src', blocked: 'x.example' }],
  }
  const told = publicAudit(report)
  assert.doesNotMatch(JSON.stringify(told), /secret-plan/)
  assert.deepEqual([told.pages, told.violations, told.templates], [3, 1, { visited: 1, all: 1 }])
  assert.deepEqual(
    told.findings.map(({ route }) => route),
    ['/:lang/explore/', null],
  )
})
