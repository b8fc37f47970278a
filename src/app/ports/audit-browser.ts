import type { Seen } from '../../core/audit/observation.ts'
import type { Step } from '../../core/audit/plan.ts'
import type { Violation } from '../../core/audit/report.ts'

/** A real browser, as an audit drives it. Faults: `audit_browser_missing`. */
export interface AuditBrowser {
  /** Name and version. */
  readonly version: string
  /** What an address answers to a browser that knows nothing; null when nobody answers. */
  read(url: string): Promise<{ readonly status: number; readonly text: string } | null>
  /** A visitor who knows nothing yet. */
  open(options: VisitorOptions): Promise<AuditVisitor>
  /** A page of another site, served on this machine, that holds `url` in a frame; returns its address. */
  embed(url: string): Promise<string>
  close(): Promise<void>
}

export interface VisitorOptions {
  /** Whether the browser says `Sec-GPC: 1`. */
  readonly gpc: boolean
  /** File for what went over the network, as an HTTP archive without contents; null for none. */
  readonly har: string | null
  /** Texts that must not be in that file. */
  readonly secrets: readonly string[]
}

/** A page that was visited. */
export interface VisitedPage {
  /** Where the visitor ended. */
  readonly url: string
  /** Null when nothing was answered. */
  readonly status: number | null
  /** Addresses that the page links to, absolute. */
  readonly links: readonly string[]
  /** Addresses of the documents that it has in frames, absolute. */
  readonly frames: readonly string[]
}

/** A header of requests. */
export interface SentHeader {
  readonly name: string
  readonly value: string
}

/** What was seen since one asked last. */
export interface Watched {
  readonly seen: readonly Seen[]
  readonly requests: number
  readonly violations: readonly Pick<Violation, 'directive' | 'blocked'>[]
}

/** Somebody with a browser of their own: cookies and storage are kept from page to page, until `close`. */
export interface AuditVisitor {
  /** Goes to a page, to its end, and waits a moment. */
  visit(url: string): Promise<VisitedPage>
  idle(seconds: number): Promise<void>
  /** Does one step; rejects with an {@link StepFailure} when it cannot be done. `goto` is an absolute address here. */
  perform(step: Step): Promise<void>
  /** Sends a header with every request of its page to this origin from here on, and to no other: not after a redirect either. */
  sendHeader(origin: string, header: SentHeader): Promise<void>
  watched(): Promise<Watched>
  close(): Promise<void>
}

/** A step that could not be done. */
export class StepFailure extends Error {
  readonly step: Step

  constructor(step: Step, cause: unknown) {
    super(JSON.stringify(step), { cause })
    this.name = 'StepFailure'
    this.step = step
  }
}
