import type { Grant } from '../../core/permission/caller.ts'

/** A key as kept: never itself, only its digest. */
export interface NewKey {
  readonly portalId: number
  /** SHA-256 of the key, lower-case hex. */
  readonly digest: string
  /** The first characters of the key, so that its holder can tell which one it is. */
  readonly hint: string
  readonly name: string
  readonly grants: readonly Grant[]
  /** Calls a day; null: as the portal says. */
  readonly callsPerDay: number | null
  /** ISO 8601 instant; null for never. */
  readonly expiresAt: string | null
  /** Whose it is; null for one of the portal itself. */
  readonly userId: number | null
}

/** A key with what became of it. Instants and days are ISO 8601, UTC. */
export interface StoredKey extends NewKey {
  readonly id: number
  readonly createdAt: string
  readonly revokedAt: string | null
  /** The day alone: what a key did by the minute is nobody's business. */
  readonly lastUsedOn: string | null
}

/** Calls that a key made on a day, since they were told last. */
export interface KeyUse {
  readonly keyId: number
  /** `2026-07-28`, UTC. */
  readonly day: string
  readonly calls: number
}

/** API keys of portals. Every method is one transaction; faults as of `CatalogStore`, and `key_unknown`. */
export interface KeyStore {
  /** Keeps a new key; the portal's `keys` counter rises with it. */
  addKey(key: NewKey): Promise<StoredKey>
  /** All keys of a portal that were ever made, oldest first. */
  listKeys(portalId: number): Promise<readonly StoredKey[]>
  /** Ends a key for ever; one that has ended stays as it is. `key_unknown` when the portal has no such key. */
  revokeKey(portalId: number, id: number, at: Date): Promise<StoredKey>
  /** Adds calls to days; returns the calls of each key on its day, those of other processes with them. */
  addUse(uses: readonly KeyUse[]): Promise<ReadonlyMap<number, number>>
}
