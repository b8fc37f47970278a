import { connect, type Socket } from 'node:net'
import type { DataFolder } from './data-folder.ts'
import type { ChildSockets } from './ownership.ts'
import { findRuntimeFolder } from './runtime-folder.ts'

/** A guest's tie to the owner of a data folder; the owner waits for it to end before it stops its children. */
export interface Attachment {
  readonly sockets: ChildSockets
  /** Aborted when the owner has gone. */
  readonly gone: AbortSignal
  leave(): void
}

/**
 * Attaches to the owner of the data folder, waiting until its children answer. Null when there is none to
 * attach to, or it went before it said where its children are: then try to own the folder.
 */
export async function attach(folder: DataFolder, signal: AbortSignal): Promise<Attachment | null> {
  const runtime = await findRuntimeFolder(folder)
  if (runtime === null) return null
  const socket = connect({ path: runtime.control })
  const sockets = await greeting(socket, signal)
  if (sockets === null) return null
  const gone = new AbortController()
  socket.on('close', () => gone.abort(new Error('the owner of the data folder has gone')))
  return { sockets, gone: gone.signal, leave: () => socket.destroy() }
}

const greeting = (socket: Socket, signal: AbortSignal): Promise<ChildSockets | null> =>
  new Promise((resolve, reject) => {
    let text = ''
    const leave = (): void => {
      socket.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', leave, { once: true })
    socket.setEncoding('utf8')
    socket.on('error', () => undefined)
    socket.on('data', chunk => {
      text += chunk
      if (text.endsWith('\n')) resolve(readGreeting(text))
    })
    socket.on('close', () => {
      signal.removeEventListener('abort', leave)
      resolve(null)
    })
    if (signal.aborted) leave()
  })

function readGreeting(text: string): ChildSockets | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    return Object.fromEntries(Object.entries(value).map(([name, path]) => [name, String(path)]))
  } catch {
    return null
  }
}
