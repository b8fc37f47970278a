import { RateLimiter } from '../../core/account/rate-limiter.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'
import { Background } from './background.ts'
import { type SessionDesk, sessionDesk } from './session-desk.ts'
import { SignInThrottle } from './sign-in-throttle.ts'

/** Ports that accounts need. */
export type AccountPorts = Pick<
  Ports,
  | 'accounts'
  | 'sessions'
  | 'moves'
  | 'factors'
  | 'identities'
  | 'passwords'
  | 'judge'
  | 'mailer'
  | 'keys'
  | 'catalog'
  | 'clock'
  | 'log'
>

/** Secrets of 32 bytes, never none. */
export type Secrets = readonly [Uint8Array, ...Uint8Array[]]

/** What the use cases of accounts work with; one of these a process, since it remembers who tries too often. */
export interface AccountServices extends AccountPorts {
  readonly desk: SessionDesk
  readonly throttle: SignInThrottle
  /** Forms of strangers, by network. */
  readonly formRate: RateLimiter
  /** Mails that strangers ask for, by person. */
  readonly mailRate: RateLimiter
  /** Codes and passkeys shown beside a right password, by person, from anywhere. */
  readonly codeRate: RateLimiter
  readonly background: Background
  /** Counts what should not happen: the reason alone, never who, where or with what (privacy.md S26). */
  readonly security: (reason: string) => void
  /**
   * Origin of a portal, `https://data.example.org`; of its canonical host when none is named. Links in mails lead to that
   * one, whatever host was asked for.
   */
  readonly originOf: (portal: StoredPortal, host?: string) => string
  /** The deployment's secrets, the one in force first; keys of portals are derived from them. */
  readonly secrets: Secrets
  /** Waits; the tests' own does not. */
  readonly wait: (milliseconds: number) => Promise<void>
}

/** What differs from deployment to deployment. */
export interface AccountOptions {
  readonly secrets: Secrets
  readonly originOf: AccountServices['originOf']
  /** The desk of the doors, with the rights of groups in it. */
  readonly desk?: SessionDesk
  readonly wait?: AccountServices['wait']
  /** Logged alone when left out. */
  readonly security?: AccountServices['security']
}

const HOUR = 3_600_000
/** Forms of one network: sign-ups, resets. */
const FORM_RATE = { burst: 20, perMs: HOUR }
/** Second steps of one person: six digits must not be found from many networks; whoever is here has the password. */
const CODE_RATE = { burst: 30, perMs: HOUR }
/** Mails to one person that anybody can bring about. */
const MAIL_RATE = { burst: 3, perMs: HOUR }

const waitReally = (milliseconds: number): Promise<void> =>
  new Promise(resolve => {
    setTimeout(resolve, milliseconds)
  })

/** The services over the ports of a deployment. */
export function accountServices(ports: AccountPorts, options: AccountOptions): AccountServices {
  const { log } = ports
  return {
    ...ports,
    desk: options.desk ?? sessionDesk(ports),
    throttle: new SignInThrottle(),
    formRate: new RateLimiter(FORM_RATE),
    mailRate: new RateLimiter(MAIL_RATE),
    codeRate: new RateLimiter(CODE_RATE),
    background: new Background(log),
    originOf: options.originOf,
    secrets: options.secrets,
    security: options.security ?? (reason => log.warn('security', { reason })),
    wait: options.wait ?? waitReally,
  }
}
