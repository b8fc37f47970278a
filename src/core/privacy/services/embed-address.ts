import type { EmbedForm, EmbedRule, Service } from './service.ts'

/** A piece of a service, as `/embed/svc/<service>/<reference>` names it. */
export interface EmbedReference {
  readonly service: string
  readonly reference: string
}

/** What a frame of a service needs. */
export interface EmbedTarget {
  readonly service: Service
  readonly reference: string
  /** Full address that the frame loads. */
  readonly frame: string
  /** The same piece on the provider's own site. */
  readonly page: string
}

/** The address of the portal's own document for a piece. */
export const embedPath = ({ service, reference }: EmbedReference): string =>
  `/embed/svc/${service}/${reference.split('/').map(encodeURIComponent).join('/')}`

/**
 * The piece of a service that a full address shows, however it was pasted: `http:`, without scheme, with further
 * parameters; null for what is of none of them. Parameters that no form asks for are left behind.
 */
export function embedReferenceOf(services: readonly Service[], address: string): EmbedReference | null {
  const url = URL.parse(address.startsWith('//') ? `https:${address}` : address)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  for (const { id, embed } of services) {
    const reference = embed === null ? null : referenceIn(embed, url)
    if (reference !== null) return { service: id, reference }
  }
  return null
}

/** What a reference leads to; null for one that the service's rule does not know. */
export function embedTarget(services: readonly Service[], asked: EmbedReference): EmbedTarget | null {
  const service = services.find(({ id }) => id === asked.service)
  if (service?.embed == null) return null
  for (const form of service.embed.forms) {
    const parts = matched(form.reference, asked.reference, service.embed.parts)
    if (parts !== null)
      return {
        service,
        reference: asked.reference,
        frame: filled(form.frame, parts),
        page: filled(form.page, parts),
      }
  }
  return null
}

type Parts = Readonly<Record<string, string>>

const HOLE = /\{(\w+)\}/g

function referenceIn({ parts, forms }: EmbedRule, url: URL): string | null {
  for (const form of forms)
    for (const template of addressesOf(form)) {
      const found = partsOf(template, url, parts)
      if (found !== null) return filled(form.reference, found)
    }
  return null
}

const addressesOf = ({ frame, page, known }: EmbedForm): readonly string[] => [frame, page, ...known]

/** Parts of an address by a template: host and path whole, each parameter of the template by itself. */
function partsOf(template: string, url: URL, patterns: Parts): Parts | null {
  const [address = '', query = ''] = template.split('?')
  const [host = '', ...path] = address.replace(/^https:\/\//, '').split('/')
  if (bareHost(url.host) !== bareHost(host)) return null
  const found = matched(
    path.join('/').replace(/\/$/, ''),
    decoded(url.pathname.slice(1).replace(/\/$/, '')),
    patterns,
  )
  if (found === null) return null
  let parts = found
  for (const [name, wanted] of new URLSearchParams(query)) {
    if (!wanted.includes('{')) continue
    const more = matched(wanted, url.searchParams.get(name) ?? '', patterns)
    if (more === null) return null
    parts = { ...parts, ...more }
  }
  return parts
}

const bareHost = (host: string): string => host.replace(/^(?:www|m)\./, '')

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Values of the holes of a template in a text, or null when it is not of that shape. */
function matched(template: string, text: string, patterns: Parts): Parts | null {
  const source = template
    .split(HOLE)
    .map((piece, index) => (index % 2 === 1 ? `(?<${piece}>${patterns[piece] ?? '(?!)'})` : literal(piece)))
    .join('')
  const groups = new RegExp(`^${source}$`).exec(text)?.groups
  if (groups !== undefined) return { ...groups }
  return template === text ? {} : null
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** A template with its holes filled; parts hold nothing that ends a path or a parameter, except `/` and `:`. */
const filled = (template: string, parts: Parts): string =>
  template.replace(HOLE, (_, name: string) => parts[name] ?? '')
