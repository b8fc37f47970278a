import { type Parsed, parsed } from '../parsed.ts'
import { readJsonFile, schemaOf } from '../portal/json-file.ts'
import type { Exemption, Lifetime, Location, StorageKind } from '../privacy/registry-entry.ts'
import declarationSchema from './declaration.schema.json' with { type: 'json' }
import type { Declaration, DeclaredEntry } from './declaration.ts'
import { disclosedEntries } from './tcf-disclosures.ts'

/** A declaration as its file writes it; published policies are brought to this shape first. */
interface DeclarationFile {
  readonly aliases?: readonly string[]
  readonly languages?: readonly string[]
  readonly entries: readonly EntryFile[]
}

/** An entry as a file writes it. */
export interface EntryFile {
  readonly id?: string
  readonly kind: StorageKind
  readonly name: string
  readonly hosts?: readonly string[]
  readonly consent?: boolean
  readonly exemption?: Exemption
  readonly locations?: readonly Location[]
  readonly lifetime?: {
    readonly type: Lifetime['type']
    readonly seconds?: number
    readonly keptSeconds?: number
    readonly renewed?: boolean
  }
  readonly attrs?: NonNullable<DeclaredEntry['attributes']>
}

const declarationFile = schemaOf<DeclarationFile>(declarationSchema)

/**
 * Reads a declaration: one written for the audit (docs/schemas/declaration.schema.json), a published policy of the
 * format `vitrine-cookie-policy/1` (privacy.md §3.3), or storage disclosures as advertisers publish them. `host` is the
 * site's own; `file` names the text in faults.
 */
export function readDeclaration(file: string, text: string, host: string): Parsed<Declaration> {
  const read = readJsonFile(file, inOneShape(text), declarationFile)
  if (!read.ok) return read
  const { aliases = [], languages = [], entries } = read.value
  return parsed({ selves: [...new Set([host, ...aliases])], languages, entries: entries.map(entryOf) })
}

/** The text in the shape of a declaration; unchanged when it is one, or nothing that is known. */
function inOneShape(text: string): string {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return text
  }
  const disclosures: unknown = Array.isArray(content) ? content : member(content, 'disclosures')
  if (Array.isArray(disclosures)) return JSON.stringify({ entries: disclosedEntries(disclosures) })
  return member(content, 'format') === 'vitrine-cookie-policy/1' ? JSON.stringify(ofPolicy(content)) : text
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const ENTRY_MEMBERS = [
  'id',
  'kind',
  'name',
  'hosts',
  'consent',
  'exemption',
  'locations',
  'lifetime',
  'attrs',
]

/** What the audit needs of a published policy; the rest is for its readers. */
function ofPolicy(policy: unknown): object {
  const entries = list(member(policy, 'entries')).map(entry =>
    Object.fromEntries(
      ENTRY_MEMBERS.map(name => [name, member(entry, name)]).filter(([, value]) => value != null),
    ),
  )
  return {
    aliases: list(member(policy, 'aliases')).map(alias => hostOf(String(alias))),
    languages: Object.keys(Object(member(policy, 'languages'))),
    entries,
  }
}

/** An alias is written as a host or as an origin. */
const hostOf = (alias: string): string => (URL.canParse(alias) ? new URL(alias).hostname : alias) || alias

const entryOf = (entry: EntryFile): DeclaredEntry => ({
  id: entry.id ?? `${entry.kind} ${entry.name}`,
  kind: entry.kind,
  name: entry.name,
  hosts: entry.hosts ?? ['self'],
  consent: entry.consent ?? false,
  exemption: entry.exemption ?? null,
  locations: entry.locations ?? [],
  lifetime: entry.lifetime === undefined ? null : lifetimeOf(entry.lifetime),
  attributes: entry.attrs ?? null,
})

function lifetimeOf({ type, seconds, keptSeconds, renewed }: NonNullable<EntryFile['lifetime']>): Lifetime {
  if (type === 'until-cleared') return { type }
  if (type === 'fixed') return { type, seconds: seconds ?? 0, renewed: renewed ?? false }
  return keptSeconds === undefined ? { type } : { type, keptSeconds }
}
