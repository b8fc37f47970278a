import { closestMatch } from '../closest-match.ts'
import { type Diagnostic, type Parsed, parsed, refused } from '../parsed.ts'
import { RETIRED_SETTINGS, SETTINGS, type SettingDeclaration, type Settings } from '../settings.ts'
import { SETTING_KINDS } from './kinds.ts'

/** Where settings come from: the environment wins over the file, the file over the defaults. */
export interface SettingSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Parsed content of the config file with its name, or null when there is none. */
  readonly file: { readonly name: string; readonly content: unknown } | null
}

/** The variable that names the config file; it cannot be a setting of that file. */
export const CONFIG_VARIABLE = 'VITRINE_CONFIG'
const OWN_PREFIX = 'VITRINE_'
const TEST_PREFIX = 'VITRINE_TEST_'

interface Given {
  readonly text: string
  readonly place: string
}

/** Types every setting once; all faults are told, not the first. */
export function readSettings(sources: SettingSources): Parsed<Settings> {
  const faults: Diagnostic[] = [...unknownVariables(sources.env)]
  const file = readFile(sources.file, faults)
  const values: Record<string, unknown> = { clientSecrets: clientSecretsIn(sources.env) }
  for (const declaration of SETTINGS) {
    const value = readOne(declaration, given(declaration, sources.env, file))
    if ('fault' in value) faults.push(value.fault)
    else values[declaration.name] = value.value
  }
  faults.push(...incompatible(values))
  const [first, ...rest] = faults
  // every declared name was read with its own kind, which is what the type says
  return first === undefined ? parsed(values as unknown as Settings) : refused(first, ...rest)
}

/** Variables that identity providers of portals may name. */
const CLIENT_SECRET = /^OIDC_[A-Z0-9_]{1,60}$/

const clientSecretsIn = (env: SettingSources['env']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      CLIENT_SECRET.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  )

function unknownVariables(env: SettingSources['env']): readonly Diagnostic[] {
  const known = new Set<string>(SETTINGS.map(setting => setting.env))
  return Object.keys(env)
    .filter(name => name.startsWith(OWN_PREFIX) && !name.startsWith(TEST_PREFIX) && name !== CONFIG_VARIABLE)
    .filter(name => !known.has(name))
    .map(name => unknownName(name, [...known]))
}

function unknownName(name: string, known: readonly string[]): Diagnostic {
  const instead = RETIRED_SETTINGS[name]
  if (instead !== undefined) return { code: 'setting_retired', place: name, params: { name, instead } }
  const bare = name.startsWith(OWN_PREFIX) ? name.slice(OWN_PREFIX.length) : name
  const near = known.includes(bare) ? bare : closestMatch(name, known)
  const fault = { code: 'setting_unknown', place: name, params: { name } }
  return near === undefined ? fault : { ...fault, hint: { code: 'did_you_mean', params: { name: near } } }
}

/** Members of the config file as texts, so that both sources are read by the same kinds. */
function readFile(file: SettingSources['file'], faults: Diagnostic[]): ReadonlyMap<string, Given> {
  if (file === null) return new Map()
  if (typeof file.content !== 'object' || file.content === null || Array.isArray(file.content)) {
    faults.push({ code: 'config_unreadable', place: file.name, params: { file: file.name } })
    return new Map()
  }
  const members = new Map<string, Given>()
  const names: readonly string[] = SETTINGS.map(setting => setting.name)
  for (const [name, value] of Object.entries(file.content)) {
    const place = `${file.name}: ${name}`
    if (!names.includes(name)) faults.push({ ...unknownName(name, names), place })
    else if (value !== null) members.set(name, { text: asText(value), place })
  }
  return members
}

const asText = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(asText).join(',')
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)

function given(
  declaration: SettingDeclaration,
  env: SettingSources['env'],
  file: ReadonlyMap<string, Given>,
): Given | undefined {
  const text = env[declaration.env]
  if (text !== undefined && text.trim() !== '') return { text, place: declaration.env }
  const member = file.get(declaration.name)
  if (member !== undefined) return member
  return declaration.default === null ? undefined : { text: declaration.default, place: declaration.env }
}

function readOne(
  declaration: SettingDeclaration,
  source: Given | undefined,
): { readonly value: unknown } | { readonly fault: Diagnostic } {
  if (source === undefined) return { value: null }
  const kind = SETTING_KINDS[declaration.kind](declaration)
  const value = kind.read(source.text.trim())
  if (value !== undefined) return { value }
  return {
    fault: {
      code: 'setting_invalid',
      place: source.place,
      params: { name: declaration.name, expected: kind.expected },
      hint: { code: 'setting_bounds', params: { allowed: allowed(declaration) } },
    },
  }
}

/** What a declaration allows, in the notation of the settings page. */
export function allowed(declaration: SettingDeclaration): string {
  if (declaration.values !== undefined) return declaration.values.join(' | ')
  if (declaration.schemes !== undefined) return declaration.schemes.map(scheme => `${scheme}://…`).join(' | ')
  if (declaration.min === undefined && declaration.max === undefined) return declaration.kind
  return `${declaration.min ?? 0} … ${declaration.max ?? ''}`.trim()
}

/** Settings that are wrong only together. */
function incompatible(values: Readonly<Record<string, unknown>>): readonly Diagnostic[] {
  const pair = ['tlsCertificate', 'tlsKey'] as const
  const missing = pair.filter(name => values[name] === null)
  if (missing.length !== 1) return []
  const [name = ''] = missing
  const other = pair.find(member => member !== name) ?? ''
  return [{ code: 'setting_together', place: name, params: { name, with: other } }]
}
