/** Everything that may say which language a request is in, in order of weight (privacy §1.4). */
export interface LanguageHints {
  /** The enabled languages of the portal, its default first. */
  readonly enabled: readonly [string, ...string[]]
  /** First segment of the path, whatever it is. */
  readonly prefix?: string | undefined
  /** Value of the language cookie. */
  readonly cookie?: string | undefined
  /** Language of the signed-in user's profile. */
  readonly profile?: string | undefined
  /** Language that the host alias is tied to. */
  readonly hostDefault?: string | undefined
  readonly acceptLanguage?: string | undefined
}

export type LanguageSource = 'prefix' | 'cookie' | 'profile' | 'host' | 'header' | 'portal'

/** The language chosen and what chose it. `clearCookie`: the cookie names no enabled language. */
export interface LanguageChoice {
  readonly language: string
  readonly from: LanguageSource
  readonly clearCookie: boolean
}

const MAX_TAG = 35
const TAG = /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/
const RANGE = /^([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)(?:\s*;\s*q\s*=\s*([01](?:\.\d{0,3})?|\.\d{1,3}))?$/

/** Chooses the language of a request; a pure function of the hints, so detection can never set anything. */
export function negotiateLanguage(hints: LanguageHints): LanguageChoice {
  const cookie = matchLanguage(hints.cookie, hints.enabled)
  const clearCookie = hints.cookie !== undefined && cookie === undefined
  const tried: readonly (readonly [LanguageSource, string | undefined])[] = [
    ['prefix', languageOfPrefix(hints.prefix, hints.enabled)],
    ['cookie', cookie],
    ['profile', matchLanguage(hints.profile, hints.enabled)],
    ['host', matchLanguage(hints.hostDefault, hints.enabled)],
    ['header', matchAcceptLanguage(hints.acceptLanguage, hints.enabled)],
  ]
  for (const [from, language] of tried) if (language !== undefined) return { language, from, clearCookie }
  return { language: hints.enabled[0], from: 'portal', clearCookie }
}

/** The enabled language that a path prefix names exactly (any case); `undefined` when it names none. */
export const languageOfPrefix = (
  prefix: string | undefined,
  enabled: readonly string[],
): string | undefined =>
  prefix === undefined ? undefined : enabled.find(tag => tag.toLowerCase() === prefix.toLowerCase())

/**
 * The enabled language that a tag means: itself, then less specific (`fr-ca` → `fr`), then a regional variant
 * of the same language (`pt` → `pt-br`). Anything that is no language tag means nothing.
 */
export function matchLanguage(tag: string | undefined, enabled: readonly string[]): string | undefined {
  if (tag === undefined || tag.length > MAX_TAG) return undefined
  const wanted = tag.toLowerCase().replaceAll('_', '-')
  if (!TAG.test(wanted)) return undefined
  const subtags = wanted.split('-')
  for (let length = subtags.length; length > 0; length--) {
    const candidate = subtags.slice(0, length).join('-')
    const found = enabled.find(language => language.toLowerCase() === candidate)
    if (found !== undefined) return found
  }
  return enabled.find(language => language.toLowerCase().startsWith(`${subtags[0]}-`))
}

function matchAcceptLanguage(header: string | undefined, enabled: readonly string[]): string | undefined {
  for (const range of readAcceptLanguage(header ?? '')) {
    if (range === '*') return undefined
    const found = matchLanguage(range, enabled)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * The ranges of an `Accept-Language` header, the most wanted first; none when any element is malformed. Of more
 * than 500 characters only those before the last comma within them count.
 */
export function readAcceptLanguage(header: string): readonly string[] {
  const ranges: { range: string; quality: number }[] = []
  for (const element of shorten(header).toLowerCase().split(',')) {
    const text = element.trim()
    if (text === '') continue
    const match = RANGE.exec(text)
    const range = match?.[1]
    if (range === undefined) return []
    const quality = match?.[2] === undefined ? 1 : Number(match[2])
    if (quality > 1) return []
    if (quality > 0) ranges.push({ range, quality })
  }
  return ranges.sort((a, b) => b.quality - a.quality).map(entry => entry.range)
}

const MAX_HEADER = 500

function shorten(header: string): string {
  if (header.length <= MAX_HEADER) return header
  const comma = header.lastIndexOf(',', MAX_HEADER - 1)
  return comma > 0 ? header.slice(0, comma) : ''
}
