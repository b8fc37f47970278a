import { brotliCompressSync, constants, createGzip, gzipSync } from 'node:zlib'

/** Codings that answers leave in; the order is our preference. */
export type ContentCoding = 'br' | 'gzip' | 'identity'

const OURS: readonly ContentCoding[] = ['br', 'gzip']

/** The coding for an `Accept-Encoding` value (RFC 9110 §12.5.3); what does not parse counts as absent. */
export function negotiateCoding(accept: string | undefined): ContentCoding {
  if (accept === undefined) return 'identity'
  const quality = new Map<string, number>()
  for (const item of accept.split(',')) {
    const [name = '', ...parameters] = item.split(';').map(part => part.trim().toLowerCase())
    const q = parameters.find(parameter => parameter.startsWith('q='))
    const value = q === undefined ? 1 : Number(q.slice(2))
    if (name !== '' && value >= 0 && value <= 1) quality.set(name, value)
  }
  const of = (coding: string): number => quality.get(coding) ?? quality.get('*') ?? 0
  const best = OURS.reduce<ContentCoding>(
    (chosen, coding) => (of(coding) > (chosen === 'identity' ? 0 : of(chosen)) ? coding : chosen),
    'identity',
  )
  return best
}

/** Media types worth compressing. */
export const isCompressible = (type: string): boolean =>
  /^(?:text\/|application\/(?:json|jsonl|xml|javascript|[\w.-]+\+(?:json|xml))(?:;|$)|image\/svg)/.test(type)

/** A whole body in a coding: brotli 4 and gzip 6 (measured in docs/decisions as the best bargain for pages). */
export function encodeBody(body: Uint8Array, coding: ContentCoding): Uint8Array {
  if (coding === 'br')
    return brotliCompressSync(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 4,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength,
      },
    })
  return coding === 'gzip' ? gzipSync(body, { level: 6 }) : body
}

/** A stream in gzip, fast rather than small; flushed at its end only. */
export const gzipStream = (): ReturnType<typeof createGzip> => createGzip({ level: 2 })
