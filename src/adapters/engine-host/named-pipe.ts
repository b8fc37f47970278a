import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { close, constants, open } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'

const [run, openFile, closeFile] = [promisify(execFile), promisify(open), promisify(close)]

/**
 * A pipe with a path, for what the engine writes to a file only. What is written waits for who reads; when nobody reads
 * any more, writing fails.
 */
export interface NamedPipe {
  readonly path: string
  readonly chunks: AsyncIterable<Uint8Array>
  /** Ends the chunks behind what is written; when the writer has closed its end. */
  finish(): Promise<void>
  /** Nobody reads any more; removes the path. */
  leave(): Promise<void>
}

export async function makePipe(folder: string): Promise<NamedPipe> {
  const path = join(folder, `${randomUUID()}.pipe`)
  await run('mkfifo', ['-m', '600', path])
  try {
    const reading = await openFile(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const socket = new Socket({ fd: reading, readable: true, writable: false })
    // until the engine opens its end, this one keeps the pipe from ending
    const writing = await openFile(path, constants.O_WRONLY | constants.O_NONBLOCK)
    return {
      path,
      chunks: socket,
      finish: () => closeFile(writing),
      leave: async () => {
        socket.destroy()
        await unlink(path).catch(() => undefined)
      },
    }
  } catch (thrown) {
    await unlink(path).catch(() => undefined)
    throw thrown
  }
}
