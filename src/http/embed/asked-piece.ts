import type { TicketScope } from '../../core/privacy/embed-ticket.ts'
import { type EmbedTarget, embedPath, embedTarget } from '../../core/privacy/services/embed-address.ts'
import { servicesOf } from '../../core/privacy/services/services-of.ts'
import type { RequestContext } from '../context.ts'
import { portalKeys, type Secrets } from '../portal-keys.ts'

/** What an address below `/embed/svc/` asks for. */
export interface AskedPiece {
  /** Null for what is no piece of a service of the portal. */
  readonly target: EmbedTarget | null
  /** Language of the page around it. */
  readonly language: string
  /** Default language of the portal. */
  readonly fallback: string
  /** Address of the document, in its language. */
  readonly address: string
  /** What tickets are bound to, the key in force first. */
  readonly scopes: readonly [TicketScope, ...TicketScope[]]
}

/** Reads the piece of a service that a request names. */
export function askedPiece({ portal, params, query, origin }: RequestContext, secrets: Secrets): AskedPiece {
  const { config } = portal.stored
  const [fallback] = config.languages
  const language = config.languages.find(tag => tag === query.get('lang')) ?? fallback
  const named = { service: params.service ?? '', reference: params['*'] ?? '' }
  const { host } = new URL(origin)
  const [key, ...formerKeys] = portalKeys(secrets, 'embed', portal.stored)
  const scopeOf = (of: Uint8Array): TicketScope => ({ key: of, host, ...named })
  return {
    ...{ language, fallback },
    target: embedTarget(
      servicesOf(config).filter(({ mode }) => mode === 'gate'),
      named,
    ),
    address: `${embedPath(named)}?lang=${language}`,
    scopes: [scopeOf(key), ...formerKeys.map(scopeOf)],
  }
}
