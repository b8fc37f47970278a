import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Log } from '../../app/ports/log.ts'
import type { Thumbnails } from '../../app/ports/thumbnails.ts'
import { VitrineError } from '../../core/errors.ts'
import type { ThumbnailMade, ThumbnailOrder } from './messages.ts'

const ENTRY = fileURLToPath(
  new URL(`./thumbnail-host${extname(fileURLToPath(import.meta.url))}`, import.meta.url),
)

/** Orders that wait; more are asked to come back. */
const MOST_WAITING = 64
/** A picture that takes longer is not worth it, and its process goes. */
const DEADLINE_MS = 20_000
/** A process that nobody needs goes after this long. */
const IDLE_MS = 10_000
const HEAP_MB = 256

/** Makes small pictures in one process of its own, started when it is needed and killed when it is stuck. */
export function thumbnailProcess(blobs: string, log: Log): Thumbnails {
  let child: ChildProcess | null = null
  let idle: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const end = (): void => {
    clearTimeout(idle)
    child?.kill('SIGKILL')
    child = null
  }
  const host = (): ChildProcess => {
    clearTimeout(idle)
    if (child !== null) return child
    const started = start(blobs)
    started.once('exit', () => {
      if (child === started) child = null
    })
    child = started
    return started
  }
  const make = async (order: ThumbnailOrder, tries = 2): Promise<Uint8Array | null> => {
    try {
      return await obeyed(host(), order)
    } catch (thrown) {
      end()
      // the process may have ended for another reason; what ends it twice has no small picture
      if (tries > 1) return await make(order, tries - 1)
      log.warn('thumbnail_failed', { sha256: order.sha256, reason: String(thrown) })
      return null
    } finally {
      idle = setTimeout(end, IDLE_MS).unref()
    }
  }
  return {
    make: async (sha256, size) => {
      if (waiting >= MOST_WAITING) throw new VitrineError('overloaded')
      waiting++
      const mine = last.then(() => make({ sha256, size })).finally(() => waiting--)
      last = mine
      return mine
    },
    close: async () => {
      end()
    },
  }
}

const start = (blobs: string): ChildProcess =>
  fork(ENTRY, [blobs], {
    execArgv: [`--max-old-space-size=${HEAP_MB}`, '--disable-warning=ExperimentalWarning'],
    env: { TZ: 'UTC', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  }).on('error', () => undefined)

/** What a process answers to an order; rejects when it ends, or takes too long. */
async function obeyed(host: ChildProcess, order: ThumbnailOrder): Promise<Uint8Array | null> {
  const given = new AbortController()
  const signal = AbortSignal.any([given.signal, AbortSignal.timeout(DEADLINE_MS)])
  const ended = once(host, 'exit', { signal }).then(([code, name]) => {
    throw new Error(`exit ${code} ${name}`)
  })
  const answered: Promise<readonly ThumbnailMade[]> = Promise.race([once(host, 'message', { signal }), ended])
  // a process that takes no order is given up below
  answered.catch(() => undefined)
  try {
    host.send(order)
    const [made] = await answered
    return made?.bytes ?? null
  } finally {
    given.abort()
  }
}
