import { openRemoteImages } from '../adapters/images/remote-images.ts'
import { ForeignContacts } from '../app/content/foreign-contacts.ts'
import { proxiedImages } from '../app/content/proxied-images.ts'
import { TakenTickets } from '../app/content/taken-tickets.ts'
import type { Log } from '../app/ports/log.ts'
import { proxyRoute } from '../http/content/proxy-route.ts'
import { reportAction } from '../http/content/report-action.ts'
import type { Doors } from '../http/doors.ts'
import { type EmbedServices, embedAction, embedRoute } from '../http/embed/embed-routes.tsx'
import { type ForeignOf, foreignOf } from '../http/web/foreign.ts'

/** What serves content of others: the portal's documents in front of it, images in its visitors' place, reports. */
export interface OpenedContent extends Pick<Doors, 'routes' | 'actions'> {
  readonly foreign: ForeignOf
  close(): Promise<void>
}

export function openContent(services: Omit<EmbedServices, 'tickets'>, log: Log): OpenedContent {
  const { secrets } = services
  const embeds = { ...services, tickets: new TakenTickets(services.now()) }
  const remote = openRemoteImages()
  return {
    foreign: foreignOf(secrets),
    routes: [embedRoute(embeds), proxyRoute({ secrets, images: proxiedImages(remote) })],
    actions: [embedAction(embeds), reportAction(new ForeignContacts(), log)],
    close: async () => {
      await remote[Symbol.asyncDispose]()
    },
  }
}
