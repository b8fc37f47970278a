import type { AuditReport } from '../report.ts'

/** Of an audit that went through one state and found nothing. */
export const CLEAN_REPORT: AuditReport = {
  format: 'vitrine-audit/1',
  site: 'https://data.example.org',
  declaration: 'https://data.example.org/.well-known/cookie-policy.json',
  browser: 'Chromium 156.0.8078.79',
  startedAt: '2026-11-21T10:00:00.000Z',
  endedAt: '2026-11-21T10:02:00.000Z',
  idleSeconds: 60,
  states: [
    { letter: 'a', name: 'first_visit', outcome: 'played', reason: null, visits: 3, requests: 12 },
    { letter: 'b', name: 'reject', outcome: 'skipped', reason: 'reject', visits: 0, requests: 0 },
  ],
  pages: ['/', '/en/', '/en/explore/'],
  templates: [{ template: '/:lang/explore/', page: '/en/explore/' }],
  entries: [
    { id: 'language', states: ['a'], unexercised: false },
    { id: 'session', states: [], unexercised: true },
  ],
  findings: [],
  violations: [],
}

/** Of an audit that found something to tell. */
export const DIFFERING_REPORT: AuditReport = {
  ...CLEAN_REPORT,
  findings: [
    {
      ...{
        finding: 'undeclared',
        entry: null,
        kind: 'request',
        name: 'pixel.example',
        host: 'pixel.example',
      },
      ...{ states: ['a'], route: '/en/', initiator: 'https://data.example.org/app.js:3' },
      ...{ declared: null, observed: null },
    },
    {
      ...{ finding: 'longer', entry: 'language', kind: 'cookie', name: 'lang', host: 'data.example.org' },
      ...{ states: ['a', 'b'], route: '/en/', initiator: 'GET https://data.example.org/en/' },
      ...{ declared: '600', observed: '86400' },
    },
  ],
}
