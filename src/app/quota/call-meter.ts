import { createHash, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Caller } from '../../core/permission/caller.ts'
import { type QuotaDay, quotaDay } from '../../core/quota/day.ts'
import { networkOf } from '../../core/quota/network.ts'
import type { LivePortal } from '../portal/live-portals.ts'
import type { KeyUse } from '../ports/key-store.ts'

/** Where a call counts. */
export const QUOTAS = ['anonymous', 'key', 'portal', 'dataset'] as const
export type Quota = (typeof QUOTAS)[number]

/** What is left of a quota after a call. */
export interface Balance {
  readonly limit: number
  readonly remaining: number
  /** When the day ends, Unix milliseconds. */
  readonly reset: number
}

/** What a call cost. */
export interface Charge {
  /** Of the caller, or of the portal where callers have none; null when neither has one. */
  readonly caller: Balance | null
  readonly dataset: Balance | null
  /** The quota that had nothing left: the call is refused, and counts nowhere. */
  readonly refused: { readonly quota: Quota; readonly balance: Balance } | null
}

/** A call about to be answered. */
export interface Call {
  readonly portal: LivePortal
  /** Address of the visitor; asked for only when it matters. */
  readonly address: () => string
  /** Identifiers of the datasets that the call names. */
  readonly datasets: readonly string[]
  readonly now: number
}

/** Nothing is limited, nothing is counted. */
const FREE: Charge = { caller: null, dataset: null, refused: null }

/** Anonymous callers that are told apart; of more, those that were silent longest start anew. */
const MOST_ADDRESSES = 100_000

interface Limited {
  readonly quota: Quota
  readonly name: string
  readonly limit: number
}

/**
 * Counts calls by day, in this process. Of anonymous callers only a hash is held, under a salt that is made every day
 * and never leaves the memory of the process: nothing that was counted says who called.
 */
export class CallMeter {
  #day: QuotaDay
  #salt = randomBytes(16)
  #calls = new Map<string, number>()
  #addresses = new LRUCache<string, number>({ max: MOST_ADDRESSES })
  /** Calls of keys that nobody else was told of yet, by day and key. */
  #untold = new Map<string, KeyUse>()

  constructor(now: number) {
    this.#day = quotaDay(now)
  }

  /** Counts a call where it counts, or nowhere when a quota has nothing left. */
  charge(call: Call): Charge {
    const { portal, now } = call
    const { caller } = portal.view
    const isCounted = portal.quotas !== null || portal.datasetQuotas.size > 0 || caller.kind === 'key'
    if (!isCounted) return FREE
    if (now >= this.#day.end) this.#begin(now)
    const limits = this.#limitsOf(call)
    const full = limits.find(one => this.#used(one) >= one.limit)
    if (full === undefined) this.#count(limits, caller)
    const balance = (one: Limited | undefined): Balance | null =>
      one === undefined
        ? null
        : { limit: one.limit, remaining: Math.max(0, one.limit - this.#used(one)), reset: this.#day.end }
    const refusal = balance(full)
    return {
      caller: balance(limits.find(({ quota }) => quota !== 'dataset')),
      dataset: balance(
        scarcest(
          limits.filter(({ quota }) => quota === 'dataset'),
          one => this.#used(one),
        ),
      ),
      refused: full === undefined || refusal === null ? null : { quota: full.quota, balance: refusal },
    }
  }

  /** Calls of keys since it was asked last; whoever takes them tells them, or gives them back. */
  takeUse(): readonly KeyUse[] {
    const uses = [...this.#untold.values()]
    this.#untold = new Map()
    return uses
  }

  /** Takes back what could not be told. */
  giveBack(uses: readonly KeyUse[]): void {
    for (const use of uses) this.#note(use.keyId, use.day, use.calls)
  }

  /** Takes in how often keys were used today in all, by this process and others. */
  learn(day: string, totals: ReadonlyMap<number, number>): void {
    if (day !== this.#day.name) return
    for (const [keyId, calls] of totals) {
      const since = this.#untold.get(`${day} ${keyId}`)?.calls ?? 0
      this.#calls.set(keyName(keyId), calls + since)
    }
  }

  #begin(now: number): void {
    this.#day = quotaDay(now)
    this.#salt = randomBytes(16)
    this.#calls = new Map()
    this.#addresses = new LRUCache<string, number>({ max: MOST_ADDRESSES })
  }

  #limitsOf({ portal, address, datasets }: Call): readonly Limited[] {
    const { id } = portal.stored
    const { quotas, view } = portal
    const limits: Limited[] = []
    const add = (quota: Quota, limit: number | null | undefined, name: () => string): void => {
      if (typeof limit === 'number') limits.push({ quota, limit, name: name() })
    }
    if (view.caller.kind === 'key') {
      const { id: keyId, callsPerDay } = view.caller
      add('key', callsPerDay ?? quotas?.key, () => keyName(keyId))
    } else add('anonymous', quotas?.anonymous, () => `${id} ${this.#hidden(address())}`)
    add('portal', quotas?.portal, () => `portal ${id}`)
    const limited = new Set(datasets.flatMap(dataset => portal.datasetQuotas.get(dataset) ?? []))
    for (const dataset of limited)
      if (view.accessTo(dataset) !== null)
        add('dataset', dataset.rules.callsPerDay, () => `dataset ${dataset.uid}`)
    return limits
  }

  #hidden(address: string): string {
    return createHash('sha256').update(this.#salt).update(networkOf(address)).digest('base64url').slice(0, 16)
  }

  #used({ quota, name }: Limited): number {
    return (quota === 'anonymous' ? this.#addresses.get(name) : this.#calls.get(name)) ?? 0
  }

  #count(limits: readonly Limited[], caller: Caller): void {
    for (const one of limits) {
      const counters = one.quota === 'anonymous' ? this.#addresses : this.#calls
      counters.set(one.name, this.#used(one) + 1)
    }
    if (caller.kind === 'key') this.#note(caller.id, this.#day.name, 1)
  }

  #note(keyId: number, day: string, calls: number): void {
    const name = `${day} ${keyId}`
    this.#untold.set(name, { keyId, day, calls: (this.#untold.get(name)?.calls ?? 0) + calls })
  }
}

/** The one with the least left. */
const scarcest = (limits: readonly Limited[], used: (one: Limited) => number): Limited | undefined =>
  limits.toSorted((a, b) => a.limit - used(a) - (b.limit - used(b)))[0]

const keyName = (keyId: number): string => `key ${keyId}`
