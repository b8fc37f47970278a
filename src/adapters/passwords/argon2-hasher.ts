import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { PasswordHasher } from '../../app/ports/password-hasher.ts'
import { VitrineError } from '../../core/errors.ts'
import { type PhcHash, readPhc, writePhc } from './phc-string.ts'

/** Memory in KiB, passes, lanes: the OWASP Password Storage Cheat Sheet's first choice of argon2id. */
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1 } as const
const SALT_BYTES = 16
const TAG_BYTES = 32

/** Hashes made at once: each holds its memory and a core. */
const AT_ONCE = 2
/** Hashes that may wait for their turn: beyond some seconds nobody waits. */
const WAITING = 100

export interface HasherOptions {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

const derive = promisify(argon2)

/** argon2id of the platform, few at a time, so that a flood of sign-ins takes neither all memory nor all cores. */
export function argon2Hasher(parameters: HasherOptions = PARAMETERS): PasswordHasher {
  const inTurn = turns()
  const tagOf = (
    password: string,
    { memory, passes, parallelism, salt, tag }: PhcHash,
  ): Promise<Uint8Array> =>
    inTurn(() =>
      derive('argon2id', {
        ...{ message: password.normalize('NFC'), nonce: salt, parallelism, memory, passes },
        tagLength: tag.length,
      }),
    )
  const fresh = (): PhcHash => ({
    ...parameters,
    salt: randomBytes(SALT_BYTES),
    tag: new Uint8Array(TAG_BYTES),
  })
  return {
    hash: async password => {
      const made = fresh()
      return writePhc({ ...made, tag: await tagOf(password, made) })
    },
    verify: async (password, stored) => {
      const known = stored === null ? null : readPhc(stored)
      const tag = await tagOf(password, known ?? fresh())
      if (known === null) return { right: false, outdated: false }
      return { right: timingSafeEqual(tag, known.tag), outdated: isWeaker(known, parameters) }
    },
  }
}

const isWeaker = (known: PhcHash, { memory, passes }: HasherOptions): boolean =>
  known.memory < memory || known.passes < passes

/** Runs works a few at a time, in the order of their asking. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = []
  let running = 0
  return async work => {
    if (running >= AT_ONCE) {
      if (queue.length >= WAITING) throw new VitrineError('overloaded')
      await new Promise<void>(resolve => queue.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
