/** A kind of setting: how its text becomes a value. `expected` is a key of the `cli.expected.*` sentences. */
export interface SettingKind<T> {
  readonly expected: string
  /** The value, or undefined when the text is none. */
  read(text: string): T | undefined
}

/** What a declaration may narrow. */
export interface Bounds {
  readonly min?: number
  readonly max?: number
  readonly values?: readonly string[]
  readonly schemes?: readonly string[]
}

const within = (value: number, { min = 0, max = Number.MAX_SAFE_INTEGER }: Bounds): number | undefined =>
  Number.isSafeInteger(value) && value >= min && value <= max ? value : undefined

/** A number with an optional unit, as a multiple of the smallest one. */
function measured(text: string, units: Readonly<Record<string, number>>, bounds: Bounds): number | undefined {
  const match = /^(\d{1,15})\s*([a-z]*)$/i.exec(text)
  const unit = units[(match?.[2] ?? '').toLowerCase()]
  return match === null || unit === undefined ? undefined : within(Number(match[1]) * unit, bounds)
}

const KIBI = 1024
const BYTE_UNITS = { '': 1, b: 1, kb: KIBI, mb: KIBI ** 2, gb: KIBI ** 3, tb: KIBI ** 4 }
const SECOND_UNITS = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }

function readUrl(text: string, schemes: readonly string[]): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return schemes.includes(url.protocol.slice(0, -1)) && url.hostname !== '' ? text : undefined
}

const isOctet = (part: string): boolean => /^\d{1,3}$/.test(part) && Number(part) <= 255

const isIPv4 = (text: string): boolean => text.split('.').length === 4 && text.split('.').every(isOctet)

const isIPv6 = (text: string): boolean => text.includes(':') && URL.canParse(`http://[${text}]/`)

/** An address, a CIDR range, or `loopback`. */
export function isNetwork(text: string): boolean {
  if (text === 'loopback') return true
  const [address = '', prefix, ...rest] = text.split('/')
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0
  if (bits === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)
}

function readNetworks(text: string): readonly string[] | undefined {
  const networks = text.split(',').map(network => network.trim())
  return networks.every(isNetwork) ? networks : undefined
}

/** Every kind, by name; {@link Bounds} come from the declaration. */
export const SETTING_KINDS = {
  text: () => ({ expected: 'text', read: text => text }),
  path: () => ({ expected: 'path', read: text => (text.includes('\0') ? undefined : text) }),
  count: bounds => ({ expected: 'count', read: text => measured(text, { '': 1 }, bounds) }),
  bytes: bounds => ({ expected: 'bytes', read: text => measured(text, BYTE_UNITS, bounds) }),
  seconds: bounds => ({ expected: 'seconds', read: text => measured(text, SECOND_UNITS, bounds) }),
  url: bounds => ({ expected: 'url', read: text => readUrl(text, bounds.schemes ?? ['http', 'https']) }),
  choice: bounds => ({
    expected: 'choice',
    read: text => (bounds.values?.includes(text) === true ? text : undefined),
  }),
  networks: () => ({ expected: 'networks', read: readNetworks }),
} satisfies Record<string, (bounds: Bounds) => SettingKind<number | string | readonly string[]>>

export type SettingKindName = keyof typeof SETTING_KINDS
