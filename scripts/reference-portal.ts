import { ROLES } from '../src/core/account/roles.ts'
import type { PortalConfig } from '../src/core/portal/portal.ts'
import { HARDENED_PREFIX } from '../src/core/privacy/cookie-naming.ts'
import type { Lifetime } from '../src/core/privacy/registry-entry.ts'
import { codeEntries } from '../src/http/cookies/registry.ts'
import type { ActionRoute, Route } from '../src/http/route.ts'
import { portalRows, type RowServices } from '../src/main/portal-rows.ts'
import { cell, codes, page, type ReferencePage, say, table } from './reference-markdown.ts'

const CONFIG: PortalConfig = {
  slug: 'town',
  ...{ hosts: ['data.example.org'], title: { en: 'Town' }, description: { en: 'Town' }, languages: ['en'] },
  ...{
    brand: '#0b5d5e',
    legal: { name: 'Town', address: 'Town hall', email: 'a@example.org', country: 'BE' },
  },
}

const days = (seconds: number): string => `${seconds / 86_400} days`

function lifetime(of: Lifetime): string {
  if (of.type === 'until-cleared') return 'until it is cleared'
  if (of.type === 'fixed') return `${days(of.seconds)}${of.renewed ? ', renewed by use' : ''}`
  return of.keptSeconds === undefined
    ? 'until the browser is closed'
    : `until the browser is closed, or up to ${days(of.keptSeconds)} for who asks to stay signed in`
}

/** `docs/cookies.md`: every entry that the code itself declares. */
export function cookiesPage(): ReferencePage {
  const entries = codeEntries({ config: CONFIG, provider: null, naming: 'plain', secure: true })
  const rows = entries.map(({ name, attrs, owner, ...entry }) => [
    `\`${name}\``,
    cell(say(String(entry.purposeText))),
    cell(say(String(entry.setWhen))),
    lifetime(entry.lifetime),
    codes([
      ...(attrs?.httpOnly === true ? ['HttpOnly'] : []),
      'Secure',
      `SameSite=${attrs?.sameSite}`,
      'Path=/',
    ]),
    entry.exemption ?? '–',
    `\`${owner}\``,
  ])
  return page(
    'docs/cookies.md',
    '# Cookies',
    `What a portal may leave in a browser, and nothing else gets out: every header is read again before it leaves. None has a domain. Where portals share one, names begin with \`${HARDENED_PREFIX}\`. Nothing needs consent unless a portal turns on services of others ([portals.md](portals.md)); each portal says at \`/<language>/cookies/\` what is in force there.`,
    table(['Name', 'For', 'When', 'How long', 'Attributes', 'Why no consent is needed', 'Declared in'], rows),
  )
}

/** The rows of portals, made of nothing: what they work with is asked for by their handlers alone. */
const ROWS = portalRows({ content: { routes: [], actions: [] } } as unknown as RowServices)

const PARTS: readonly (readonly [title: string, prefixes: readonly string[]])[] = [
  ['Explore API v2.1', ['/api/explore/v2.1']],
  ['Explore API v2.0', ['/api/explore/v2.0', '/api/v2']],
  ['Search API v1', ['/api/records', '/api/datasets', '/explore']],
  ['Accounts', ['/:lang/account', '/account']],
  ['Back office', ['/:lang/office']],
  ['Pages', ['/:lang', '/']],
]

const partOf = (path: string): string =>
  PARTS.find(([, prefixes]) => prefixes.some(prefix => path.startsWith(prefix)))?.[0] ?? ''

const who = ({ anyone, needs }: Route | ActionRoute): string =>
  needs === undefined ? (anyone === true ? 'everyone' : 'who may enter the portal') : `\`${needs}\``

const roles = (): string =>
  table(
    ['Role', 'What it says', 'Permissions'],
    Object.entries(ROLES).map(([name, { permissions }]) => [
      ...[`\`${name}\``, cell(say(`role.${name}_hint`)), codes(permissions)],
    ]),
  )

/** `docs/routes.md`: every address that answers under the host of a portal. */
export function routesPage(): ReferencePage {
  const rows = [
    ...ROWS.routes.map(row => ({ row, method: row.post === true ? 'GET POST' : 'GET', proof: '–' })),
    ...ROWS.actions.map(row => ({ row, method: row.method, proof: row.guard })),
  ]
  const parts = PARTS.map(([title]) => {
    const told = rows
      .filter(({ row }) => partOf(row.path) === title)
      .map(({ row, method, proof }) => [
        codes(method.split(' ')),
        `\`${row.path}\``,
        `\`${row.name}\``,
        who(row),
        proof,
      ])
    return `## ${title}\n\n${table(['Method', 'Path', 'Name', 'For whom', 'Proof'], told)}`
  })
  return page(
    'docs/routes.md',
    '# Routes',
    'Every address of a portal, from the table that answers it. `:name` stands for one segment, `*` for the rest. GET answers HEAD as well. An act proves that the visitor wants it: by a `token` of the portal’s own pages, by the `origin` of the request, or by that of another host of the portal (`alias`); what changes nothing proves nothing (`none`). Content of others (`/embed/…`, `/proxy/…`), built files (`/assets/…`) and the operator’s doors (`/healthz`, `/readyz`, `/metrics`) have rows of their own.',
    '## Roles',
    'What somebody may do beside what everyone may who enters the portal; [accounts.md](accounts.md) says how people get them.',
    roles(),
    ...parts,
  )
}
