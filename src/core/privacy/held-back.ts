/** One thing that a policy held back: which part of the policy, and what host, or what else, it was. */
export interface HeldBack {
  readonly directive: string
  /** A host with its port, or the browser's own word for what has none: `inline`, `eval`, `data`, `blob`. */
  readonly source: string
}

const DIRECTIVE = /^[a-z][a-z-]{2,39}$/
const WORD = /^(?:inline|eval|wasm-eval|self|data|blob|filesystem|trusted-types-[a-z]+)$/
const MOST = 20

/**
 * What browsers report of a policy, in either of their two ways (Reporting API, CSP 2), reduced to directive and host:
 * pages, addresses and samples are left behind unread (privacy.md §2.6, layer 3). Anything else is no report.
 */
export function heldBackOf(report: unknown): readonly HeldBack[] {
  const reports = Array.isArray(report) ? report.slice(0, MOST) : [report]
  return reports.flatMap(one => {
    const body = memberOf(one, 'body') ?? memberOf(one, 'csp-report')
    const directive = textOf(body, 'effectiveDirective', 'effective-directive', 'violated-directive')
    const source = sourceOf(textOf(body, 'blockedURL', 'blocked-uri'))
    const name = directive.split(' ')[0] ?? ''
    return source === null || !DIRECTIVE.test(name) ? [] : [{ directive: name, source }]
  })
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

function textOf(value: unknown, ...names: readonly string[]): string {
  for (const name of names) {
    const text = memberOf(value, name)
    if (typeof text === 'string') return text
  }
  return ''
}

function sourceOf(blocked: string): string | null {
  if (WORD.test(blocked)) return blocked
  const url = URL.parse(blocked)
  if (url === null) return null
  if (url.host !== '') return url.host.length <= 260 ? url.host : null
  const scheme = url.protocol.slice(0, -1)
  return WORD.test(scheme) ? scheme : null
}
