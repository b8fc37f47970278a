import { once } from 'node:events'
import { chmod, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import type { DataFolder } from './data-folder.ts'
import { makeRuntimeFolder, type RuntimeFolder, removeRuntimeFolder } from './runtime-folder.ts'

/** Paths of the children's sockets, by name; what a guest gets from the owner. */
export type ChildSockets = Readonly<Record<string, string>>

/** The one process that may run children on a data folder. */
export interface Ownership {
  readonly runtime: RuntimeFolder
  /** Tells every guest, those who wait and those who come, that the children answer. */
  announce(sockets: ChildSockets): void
  /** Resolves when no guest is attached, and lets none in from that moment on. */
  closeDoor(): Promise<void>
  /** Gives the folder up; guests still attached learn it by the end of their connection. */
  release(): Promise<void>
}

/**
 * Takes the data folder, or returns null when another process has it. The lock is an abstract socket (Linux):
 * one name, one holder, taken and given back by the kernel, which also frees it when the holder is killed, so
 * there is no stale lock and no race about who clears it away.
 */
export async function takeOwnership(folder: DataFolder): Promise<Ownership | null> {
  const lock = await listen(
    createServer(socket => socket.destroy()),
    `\0vitrine-${folder.key}`,
  )
  if (lock === null) return null
  try {
    const runtime = await makeRuntimeFolder(folder)
    await rm(runtime.control, { force: true })
    return await openDoor(folder, runtime, lock)
  } catch (thrown) {
    lock.close()
    throw thrown
  }
}

async function openDoor(folder: DataFolder, runtime: RuntimeFolder, lock: Server): Promise<Ownership> {
  const guests = new Set<Socket>()
  const left = new EventTarget()
  let greeting: string | null = null
  const door = createServer(guest => {
    guests.add(guest)
    guest.on('error', () => undefined)
    guest.on('close', () => {
      guests.delete(guest)
      left.dispatchEvent(new Event('left'))
    })
    guest.resume()
    if (greeting !== null) guest.write(greeting)
  })
  await listen(door, runtime.control)
  await chmod(runtime.control, 0o600)
  return {
    runtime,
    announce: sockets => {
      greeting = `${JSON.stringify(sockets)}\n`
      for (const guest of guests) guest.write(greeting)
    },
    closeDoor: async () => {
      while (guests.size > 0) await once(left, 'left')
      door.close()
    },
    release: async () => {
      door.close()
      for (const guest of guests) guest.destroy()
      await removeRuntimeFolder(folder, runtime)
      await new Promise(resolve => lock.close(resolve))
    },
  }
}

/** The server once it listens, or null when the address is taken. */
async function listen(server: Server, path: string): Promise<Server | null> {
  try {
    server.listen({ path })
    await once(server, 'listening')
    return server
  } catch (thrown) {
    if (Reflect.get(Object(thrown), 'code') === 'EADDRINUSE') return null
    throw thrown
  }
}
