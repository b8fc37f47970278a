import { randomBytes } from 'node:crypto'
import type { VNode } from 'preact'
import type { TakenTickets } from '../../app/content/taken-tickets.ts'
import { contentSecurityPolicy } from '../../core/privacy/content-security-policy.ts'
import { embedTicket, readTicket, TICKET_MS, TICKET_NONCE_BYTES } from '../../core/privacy/embed-ticket.ts'
import type { EmbedTarget } from '../../core/privacy/services/embed-address.ts'
import type { ActionContext, RequestContext } from '../context.ts'
import type { Secrets } from '../portal-keys.ts'
import { html, type Reply, redirect } from '../reply.ts'
import type { ActionRoute, Route } from '../route.ts'
import type { Assets } from '../web/assets.ts'
import { GonePage } from '../web/front/gone-page.tsx'
import { LoadedPage } from '../web/front/loaded-page.tsx'
import { LOADS, PlaceholderPage } from '../web/front/placeholder-page.tsx'
import { themeOf } from '../web/load-context.ts'
import { type EmbedFrame, embedFrame, loadedModel, placeholderModel } from '../web/models/embed-model.ts'
import { renderPage } from '../web/render.ts'
import { preferencesUrl } from '../web/urls.ts'
import { type AskedPiece, askedPiece } from './asked-piece.ts'
import { type AllowAlways, isAllowed } from './embed-consent.ts'

/** What the embed documents are made from. */
export interface EmbedServices {
  readonly assets: Assets
  readonly secrets: Secrets
  /** Whether visitors reach the portals over TLS. */
  readonly secure: boolean
  readonly tickets: TakenTickets
  readonly allowAlways: AllowAlways
  /** Unix milliseconds. */
  readonly now: () => number
}

const PATH = '/embed/svc/:service/*'

/**
 * The portal's own documents in front of pieces of services (privacy.md §2.6, layer 2): what would load, and once the
 * visitor has allowed it, or asked for it once, the frame itself.
 */
export const embedRoute = (services: EmbedServices): Route => ({
  name: 'embed.service',
  path: PATH,
  surface: 'page',
  anyone: true,
  sessionless: true,
  handle: context => show(services, context),
})

/** The two buttons of a placeholder, class O: both lead back to the document by a redirect. */
export const embedAction = (services: EmbedServices): ActionRoute => ({
  name: 'embed.load',
  path: PATH,
  method: 'POST',
  surface: 'page',
  anyone: true,
  sessionless: true,
  guard: 'origin',
  takes: 'form',
  handle: context => load(services, context),
})

function frameOf({ assets }: EmbedServices, context: RequestContext, piece: AskedPiece): EmbedFrame {
  const { brand } = context.portal.stored.config
  return embedFrame({ ...piece, theme: themeOf(brand), assets })
}

function show(services: EmbedServices, context: RequestContext): Reply {
  const piece = askedPiece(context, services.secrets)
  const { target } = piece
  const frame = frameOf(services, context, piece)
  const policy = { entries: [], surface: 'service', secure: services.secure } as const
  const page = (made: VNode, csp = contentSecurityPolicy(policy)): Reply =>
    html(renderPage(made), {
      ...{ language: piece.language, caching: 'personal' },
      headers: { 'content-security-policy': csp },
    })
  if (target === null) return { ...page(<GonePage frame={frame} />), status: 404 }
  if (!isAllowed(context, target.service) && !takeTicket(services, context, piece))
    return page(<PlaceholderPage frame={frame} model={placeholderModel(frame, target, piece.address)} />)
  return page(
    <LoadedPage frame={frame} model={loadedModel(target, preferencesUrl(piece.language))} />,
    contentSecurityPolicy({ ...policy, frame: new URL(target.frame).origin }),
  )
}

function takeTicket(services: EmbedServices, { query }: RequestContext, { scopes }: AskedPiece): boolean {
  const text = query.get('ticket')
  if (text === null) return false
  const now = services.now()
  const tickets = scopes.map(scope => readTicket(scope, text, now)).filter(ticket => ticket !== null)
  return tickets.some(ticket => services.tickets.take(ticket, now))
}

async function load(services: EmbedServices, context: ActionContext): Promise<Reply> {
  const piece = askedPiece(context, services.secrets)
  const { target, address } = piece
  const asked = context.form.get('load')
  if (target !== null && asked === LOADS.once) return redirect(withTicket(services, piece), 303)
  if (target === null || asked !== LOADS.always) return redirect(address, 303)
  const notice = noticeOf(frameOf(services, context, piece), target, address)
  const cookies = await services.allowAlways(context, {
    ...{ service: target.service, language: piece.language, notice },
  })
  return { ...redirect(address, 303), cookies }
}

function withTicket({ now }: EmbedServices, { address, scopes }: AskedPiece): string {
  const nonce = new Uint8Array(randomBytes(TICKET_NONCE_BYTES))
  return `${address}&ticket=${embedTicket(scopes[0], { nonce, until: now() + TICKET_MS })}`
}

/** The document that the visitor decided on, for the ledger. */
const noticeOf = (frame: EmbedFrame, target: EmbedTarget, address: string): string =>
  renderPage(<PlaceholderPage frame={frame} model={placeholderModel(frame, target, address)} />)
