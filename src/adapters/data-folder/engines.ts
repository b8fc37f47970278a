import { setTimeout as sleep } from 'node:timers/promises'
import { VitrineError } from '../../core/errors.ts'
import { type Attachment, attach } from './attachment.ts'
import type { DataFolder } from './data-folder.ts'
import { type ChildSockets, type Ownership, takeOwnership } from './ownership.ts'
import type { RuntimeFolder } from './runtime-folder.ts'

/** The children that an owner started. */
export interface Children {
  readonly sockets: ChildSockets
  stop(): Promise<void>
}

export interface CloseOptions {
  readonly hurry?: boolean
  /** Lets go of what still uses the children; guests rely on it until they have left. */
  readonly beforeStop?: () => Promise<void>
}

/** The engines of a data folder, ours or another process's: the same sockets either way. */
export interface Engines {
  readonly role: 'owner' | 'guest'
  readonly sockets: ChildSockets
  /** For a guest: aborted when the owner has gone and the engines with it. Never for the owner. */
  readonly gone: AbortSignal
  /**
   * A guest leaves. An owner waits until every guest has left (unless `hurry`), calls `beforeStop`, stops the
   * children and gives the folder up.
   */
  close(options?: CloseOptions): Promise<void>
}

/** How long to wait for an owner that holds the folder and does not greet: it may be on its way out. */
const PATIENCE_MS = 60_000
const PAUSE_MS = 50

/**
 * Attaches to the process that owns the data folder, or becomes it and starts the children. Faults:
 * `data_folder_locked` when an owner neither greets nor goes, those of `start`.
 */
export async function openEngines(
  folder: DataFolder,
  start: (runtime: RuntimeFolder) => Promise<Children>,
  signal: AbortSignal,
): Promise<Engines> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const ownership = await takeOwnership(folder)
    if (ownership !== null) return asOwner(ownership, start)
    const attachment = await attach(folder, signal)
    if (attachment !== null) return asGuest(attachment)
    if (performance.now() > until) throw new VitrineError('data_folder_locked', { path: folder.path })
    await sleep(PAUSE_MS, undefined, { signal })
  }
}

async function asOwner(
  ownership: Ownership,
  start: (runtime: RuntimeFolder) => Promise<Children>,
): Promise<Engines> {
  try {
    const children = await start(ownership.runtime)
    ownership.announce(children.sockets)
    return {
      role: 'owner',
      sockets: children.sockets,
      gone: new AbortController().signal,
      close: async ({ hurry = false, beforeStop } = {}) => {
        if (!hurry) await ownership.closeDoor()
        await beforeStop?.()
        await children.stop().finally(ownership.release)
      },
    }
  } catch (thrown) {
    await ownership.release()
    throw thrown
  }
}

const asGuest = (attachment: Attachment): Engines => ({
  role: 'guest',
  sockets: attachment.sockets,
  gone: attachment.gone,
  close: async ({ beforeStop } = {}) => {
    await beforeStop?.()
    attachment.leave()
  },
})
