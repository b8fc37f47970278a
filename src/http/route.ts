import type { VitrineError } from '../core/errors.ts'
import type { Permission } from '../core/permission/permissions.ts'
import type { ActionContext, RequestContext } from './context.ts'
import type { Reply } from './reply.ts'

/** What faults of a route look like, and which headers it carries. */
export type Surface = 'page' | 'data'

/** One row of the route table: a URL is found by one search. */
export interface Route {
  /** Stable name, used in logs, metrics and docs; never the URL as sent. */
  readonly name: string
  /** `:name` stands for one segment. */
  readonly path: string
  readonly surface: Surface
  /** Whether a form POST may stand for the GET (explore-api §1.2). */
  readonly post?: boolean
  /** Whether the answer depends on `Accept-Language`. */
  readonly negotiatesLanguage?: boolean
  /** Whether a call counts against no quota, whoever makes it. */
  readonly free?: true
  /** Whether those may come who may not enter the portal: who signs in, and what everyone may know of it. */
  readonly anyone?: boolean
  /** Whether it never looks at a session: documents in frames, and what browsers send by themselves (privacy.md §1.2). */
  readonly sessionless?: boolean
  /** Permission on the whole portal without which nobody comes here; `needs.ts` looks at it before anything is done. */
  readonly needs?: Permission
  /** How the route says a fault, where it is not the way of its surface. */
  readonly fault?: (error: VitrineError) => Reply
  readonly handle: (context: RequestContext) => Promise<Reply> | Reply
}

/**
 * How an action knows that the visitor wants it (privacy.md §1.3): class T proves it with a token of the portal's own
 * pages, class O, which changes next to nothing, by where the request comes from. `alias`: from a page of the portal under another of its
 * hosts, with nothing but a code of that page (I7); no cookie is looked at. What a browser sends by itself, and changes
 * nothing for anybody, proves nothing.
 */
export type Guard = 'token' | 'origin' | 'alias' | 'none'

/** A row that changes something; all checks are made before it runs. */
export interface ActionRoute {
  readonly name: string
  /** `:name` stands for one segment. */
  readonly path: string
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly surface: Surface
  readonly guard: Guard
  /** As of {@link Route}. */
  readonly anyone?: boolean
  /** As of {@link Route}. */
  readonly sessionless?: boolean
  /** As of {@link Route}; looked at once the act has proved where it comes from. */
  readonly needs?: Permission
  /** What its body is: a form's fields, JSON, or a browser's report; anything else is refused (privacy.md C59). */
  readonly takes: 'form' | 'json' | 'report'
  readonly handle: (context: ActionContext) => Promise<Reply> | Reply
}

/** A row that answers under any host: the operator's doors, files that belong to no portal (design.md §7). */
export interface HostlessRoute {
  readonly name: string
  readonly path: string
  readonly handle: (request: {
    /** Whether the visitor sits at this machine. */
    readonly local: boolean
    readonly authorization: string | undefined
    readonly path: string
    /** Host name without port, lower case; null for none that can be read. */
    readonly host: string | null
  }) => Promise<Reply> | Reply
}
