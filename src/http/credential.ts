/** What a request says of who asks. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'key'; readonly key: string; readonly place: 'header' | 'query' }
  /** Something that nothing is known of: refused, so that nobody believes to be known. */
  | { readonly kind: 'unknown' }

const NONE: Credential = { kind: 'none' }
const UNKNOWN: Credential = { kind: 'unknown' }

/** `apikey` as the name of a parameter, however it is percent-encoded: whether it is worth reading the query. */
const MAY_NAME_KEY = /(?:^|&)(?:a|%61)(?:p|%70)(?:i|%69)(?:k|%6b)(?:e|%65)(?:y|%79)(?:=|&|$)/i

/** Schemes that belong to whoever stands in front of us, such as a proxy that guards a trial portal. */
const FOREIGN_SCHEMES = new Set(['basic', 'digest', 'negotiate', 'ntlm'])

interface Sent {
  readonly authorization: string | undefined
  /** Names and values as they came: a header sent twice is there twice. */
  readonly rawHeaders: readonly string[]
  /** Query string as sent. */
  readonly query: string
  /** Form body, if any. */
  readonly body: string | null
}

/**
 * The credential of a request (explore-api §2): `Authorization: Apikey <key>` in any letter case, else the last `apikey`
 * of query and form that is not empty. The header wins. What costs the caller without a key is one comparison and one
 * search through the query.
 */
export function readCredential({ authorization, rawHeaders, query, body }: Sent): Credential {
  if (authorization !== undefined && authorization.trim() !== '') {
    const credential = ofHeader(authorization, rawHeaders)
    if (credential !== NONE) return credential
  }
  const key = lastKey(body) ?? lastKey(query)
  return key === null ? NONE : { kind: 'key', key, place: 'query' }
}

function ofHeader(authorization: string, rawHeaders: readonly string[]): Credential {
  // two that differ may be read differently by whoever passed them on
  if (rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'authorization').length > 1)
    return UNKNOWN
  const [, scheme = '', key = ''] = /^\s*([^\s]+)(?:\s+([^\s]+))?\s*$/.exec(authorization) ?? []
  if (scheme.toLowerCase() === 'apikey') return { kind: 'key', key, place: 'header' }
  const first = /^\s*([^\s,]+)/.exec(authorization)?.[1] ?? ''
  return FOREIGN_SCHEMES.has(first.toLowerCase()) ? NONE : UNKNOWN
}

/** Later fields of a form stand after the query, so theirs count first. */
function lastKey(text: string | null): string | null {
  if (text === null || !MAY_NAME_KEY.test(text)) return null
  return new URLSearchParams(text).getAll('apikey').findLast(key => key !== '') ?? null
}
