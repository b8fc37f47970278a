import type { StoredPortal } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'
import { type SessionDesk, sessionDesk } from './session-desk.ts'
import { SignInThrottle } from './sign-in-throttle.ts'

/** What the use cases of accounts work with; one of these a process, since it remembers who tries too often. */
export interface AccountServices
  extends Pick<Ports, 'accounts' | 'sessions' | 'passwords' | 'keys' | 'catalog' | 'clock' | 'log'> {
  readonly desk: SessionDesk
  readonly throttle: SignInThrottle
  /** Canonical origin of a portal, `https://data.example.org`: links in mails lead there, whatever host was asked for. */
  readonly originOf: (portal: StoredPortal) => string
  /** Waits; the tests' own does not. */
  readonly wait: (milliseconds: number) => Promise<void>
}

/** What differs from deployment to deployment. */
export interface AccountOptions {
  readonly originOf: AccountServices['originOf']
  readonly desk?: SessionDesk
  readonly wait?: AccountServices['wait']
}

const waitReally = (milliseconds: number): Promise<void> =>
  new Promise(resolve => {
    setTimeout(resolve, milliseconds)
  })

/** The services over the ports of a deployment. */
export function accountServices(ports: Ports, options: AccountOptions): AccountServices {
  const { accounts, sessions, passwords, keys, catalog, clock, log } = ports
  return {
    ...{ accounts, sessions, passwords, keys, catalog, clock, log },
    desk: options.desk ?? sessionDesk(ports),
    throttle: new SignInThrottle(),
    originOf: options.originOf,
    wait: options.wait ?? waitReally,
  }
}
