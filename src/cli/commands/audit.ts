import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type AuditReport, isClean } from '../../core/audit/report.ts'
import { AUDIT_STATES } from '../../core/audit/states.ts'
import { VitrineError } from '../../core/errors.ts'
import { auditTable } from '../audit-table.ts'
import type { AuditRequest, GivenFile } from '../auditor.ts'
import type { Command, CommandContext, Invocation } from '../command.ts'
import { Refusal } from '../refusal.ts'

/** How long the first page is watched, as an inspector would (privacy.md §3.4), and how many pages a tour has at most. */
const IDLE_SECONDS = 60
const MAX_PAGES = 100

/** `vitrine audit`: what a site leaves in a real browser, beside what it says it does. Needs a network, nothing else. */
export const audit: Command = {
  name: 'audit',
  arguments: [{ name: 'url' }],
  options: [
    { name: 'declaration', value: '<file>' },
    { name: 'plan', value: '<file>' },
    { name: 'pages', value: '<file>' },
    { name: 'max-pages', value: '<number>' },
    { name: 'idle', value: '<seconds>' },
    { name: 'states', value: '<letters>' },
    { name: 'user', value: '<name>' },
    { name: 'report', value: '<file.json>' },
    { name: 'har', value: '<folder>' },
    { name: 'record', value: '<slug>' },
  ],
  async run(invocation, context) {
    const request = await requestOf(invocation, context)
    const line = context.output.progress(request.site)
    let visits = 0
    const audited = await context.audit(
      request,
      () => {
        visits++
        line.update({ step: 'audit', share: null })
      },
      context.signal,
    )
    line.end(context.output.say('audit.visited', { visits }))
    if (!audited.ok) throw new Refusal(audited.diagnostics)
    await keep(audited.value, invocation, context)
    context.output.result(audited.value, auditTable(audited.value, context.output.say))
    return isClean(audited.value) ? 'done' : 'failed'
  },
}

async function keep(
  report: AuditReport,
  { options }: Invocation,
  { folder, open, output }: CommandContext,
): Promise<void> {
  if (options.report !== undefined)
    await writeFile(resolve(folder, options.report), `${JSON.stringify(report, null, 2)}\n`)
  if (options.record === undefined) return
  await using application = await open()
  output.note(output.say('audit.recorded', { page: await application.keepAudit(options.record, report) }))
}

async function requestOf(invocation: Invocation, context: CommandContext): Promise<AuditRequest> {
  const { options } = invocation
  const { chromium, auditKey } = context.settings()
  const harFolder = options.har === undefined ? null : resolve(context.folder, options.har)
  if (harFolder !== null) await mkdir(harFolder, { recursive: true })
  return {
    site: siteOf(invocation.arguments.url ?? ''),
    declaration: isAddress(options.declaration)
      ? new URL(options.declaration)
      : await given(options.declaration, context),
    plan: await given(options.plan, context),
    pages: await given(options.pages, context),
    states: statesOf(options.states),
    idleSeconds: countOf('idle', options.idle, IDLE_SECONDS),
    maxPages: countOf('max-pages', options['max-pages'], MAX_PAGES),
    credentials: await credentialsOf(options.user, context),
    key: auditKey,
    harFolder,
    chromium,
  }
}

const invalid = (name: string, value: string): VitrineError =>
  new VitrineError('argument_invalid', { name, value })

/** `data.example.org` is meant as `https://data.example.org`. */
function siteOf(text: string): string {
  const address = isAddress(text) ? text : `https://${text}`
  if (!URL.canParse(address)) throw invalid('url', text)
  return new URL(address).origin
}

const isAddress = (text: string | undefined): text is string => /^https?:\/\//i.test(text ?? '')

async function given(file: string | undefined, { folder }: CommandContext): Promise<GivenFile | null> {
  if (file === undefined) return null
  const text = await readFile(resolve(folder, file), 'utf8').catch(() => {
    throw new VitrineError('file_unreadable', { file })
  })
  return { name: file, text }
}

function statesOf(text: string | undefined): readonly string[] | null {
  if (text === undefined) return null
  const letters = [...text.replaceAll(/[,\s]/g, '')]
  if (letters.length === 0 || !letters.every(one => AUDIT_STATES.some(({ letter }) => letter === one)))
    throw invalid('states', text)
  return letters
}

function countOf(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback
  if (!/^\d{1,6}$/.test(text)) throw invalid(name, text)
  return Number(text)
}

/** The password comes from its setting, or from what is typed or piped in; never from the command's own words. */
async function credentialsOf(
  user: string | undefined,
  { settings, readInput }: CommandContext,
): Promise<AuditRequest['credentials']> {
  if (user === undefined) return null
  return { user, password: settings().auditPassword ?? (await readInput()) }
}
