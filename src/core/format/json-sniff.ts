import type { EvidenceKey } from '../dataset/evidence-keys.ts'
import { guessUnicode } from './json-chunks.ts'
import { JsonFault, MORE } from './json-cursor.ts'
import { CLOSE_BRACE, JsonScanner, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './json-scanner.ts'
import type { Sniff } from './reader.ts'

/** How likely a head of bytes is each of the formats written in JSON. */
export interface JsonSniffs {
  readonly json: Sniff
  readonly jsonl: Sniff
  readonly geojson: Sniff
  readonly topojson: Sniff
}

const NO: Sniff = { score: 0, because: 'format_other', params: {} }
const NOTHING_JSON: JsonSniffs = { json: NO, jsonl: NO, geojson: NO, topojson: NO }
const RECORD_SEPARATOR = '\u001e'
const GEOMETRIES = new Set(
  'Point MultiPoint LineString MultiLineString Polygon MultiPolygon GeometryCollection'.split(' '),
)

/** What the first value of a text shows before the text at hand ends. */
interface FirstValue {
  readonly keys: readonly string[]
  readonly type: string | null
  /** The value is whole, and this follows it. */
  readonly next: string | null
}

/** Looks at the first bytes of a source. */
export const sniffJson = (head: Uint8Array): JsonSniffs => {
  const text = new TextDecoder(guessUnicode(head)).decode(head).trimStart()
  if (text.startsWith(RECORD_SEPARATOR)) return { ...NOTHING_JSON, geojson: yes(0.95, 'geojson_sequence') }
  const code = text.charCodeAt(0)
  if (code !== OPEN_BRACE && code !== OPEN_BRACKET) return NOTHING_JSON
  const value = firstValue(text, code)
  if (value === null) return { ...NOTHING_JSON, json: yes(0.3, 'json_broken') }
  if (value.next !== null && /^[{[]/.test(value.next)) {
    const lines = { ...NOTHING_JSON, jsonl: yes(0.9, 'jsonl_values') }
    return value.type === 'Feature' ? { ...lines, geojson: yes(0.95, 'geojson_sequence') } : lines
  }
  if (code === OPEN_BRACKET) return { ...NOTHING_JSON, json: yes(0.9, 'json_array') }
  return sniffObject(value, text)
}

const yes = (score: number, because: EvidenceKey, params: Sniff['params'] = {}): Sniff => ({
  score,
  because,
  params,
})

const sniffObject = (value: FirstValue, text: string): JsonSniffs => {
  const json = yes(0.85, 'json_object')
  const { type, keys } = value
  if (type === 'Topology') return { ...NOTHING_JSON, json, topojson: yes(0.98, 'topojson_type') }
  if (isGeoJson(value, text)) {
    return {
      ...NOTHING_JSON,
      json,
      geojson: yes(0.97, 'geojson_type', { type: type ?? 'FeatureCollection' }),
    }
  }
  if (keys.includes('arcs') && keys.includes('objects')) {
    return { ...NOTHING_JSON, json, topojson: yes(0.9, 'topojson_type') }
  }
  return { ...NOTHING_JSON, json }
}

const isGeoJson = ({ type, keys }: FirstValue, text: string): boolean => {
  if (type === 'FeatureCollection') return true
  if (type === 'Feature') return keys.includes('geometry') || keys.includes('properties')
  if (type === null) return keys.at(-1) === 'features' && /"type"\s*:\s*"Feature"/.test(text)
  return GEOMETRIES.has(type) && (keys.includes('coordinates') || keys.includes('geometries'))
}

/** Reads the first value as far as the text goes; null when it is not JSON. */
const firstValue = (text: string, code: number): FirstValue | null => {
  const scanner = new JsonScanner(nothingMore())
  scanner.text = text
  const keys: string[] = []
  let type: string | null = null
  const readMember = (): boolean => {
    if (scanner.nextItem(CLOSE_BRACE, keys.length === 0) === CLOSE_BRACE) return false
    const key = scanner.readKey()
    if (keys.at(-1) !== key) keys.push(key)
    if (key === 'type' && scanner.peek() === QUOTE) type = scanner.readString()
    else scanner.skipValue()
    return true
  }
  const read = (): string => {
    if (code === OPEN_BRACKET) scanner.skipValue()
    else {
      scanner.pos++
      while (readMember());
    }
    scanner.peek()
    return scanner.text.slice(scanner.pos, scanner.pos + 1)
  }
  try {
    const next = scanner.attempt(read)
    return { keys, type, next: next === MORE ? null : next }
  } catch (thrown) {
    if (thrown instanceof JsonFault) return null
    throw thrown
  }
}

async function* nothingMore(): AsyncGenerator<string> {}
