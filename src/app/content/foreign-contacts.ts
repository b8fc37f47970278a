import type { HeldBack } from '../../core/privacy/held-back.ts'

/** Something that browsers held back on a portal, and how often since this process began. */
export interface ForeignContact extends HeldBack {
  readonly count: number
}

/** Most that is told apart on a portal; anybody may send reports. */
const MOST = 200

/**
 * What browsers say they held back: hosts that a portal's pages tried to reach though nobody declared them. Directive, host
 * and a number, nothing of who, where or when; in memory alone, so much and no more.
 */
export class ForeignContacts {
  readonly #portals = new Map<number, Map<string, ForeignContact>>()

  /** Counts; true for what this portal had not been told of before. */
  note(portalId: number, { directive, source }: HeldBack): boolean {
    const contacts = this.#portals.get(portalId) ?? new Map<string, ForeignContact>()
    this.#portals.set(portalId, contacts)
    const key = `${directive} ${source}`
    const known = contacts.get(key)
    if (known === undefined && contacts.size >= MOST) return false
    contacts.set(key, { directive, source, count: (known?.count ?? 0) + 1 })
    return known === undefined
  }

  /** The most frequent ones first. */
  list(portalId: number): readonly ForeignContact[] {
    return [...(this.#portals.get(portalId)?.values() ?? [])].sort((a, b) => b.count - a.count)
  }
}
