import { createHash } from 'node:crypto'

/** Random bytes of an identifier: 256 bits (privacy.md §1.2). */
export const SESSION_ID_BYTES = 32

const ID = /^[\w-]{43}$/

/** Whether a text could be an identifier or a one-time token at all: whatever else is sent is looked up nowhere. */
export const isSecretText = (text: string): boolean => text.length === 43 && ID.test(text)

/** What is kept of an identifier or token: SHA-256, lower-case hex, which is no identifier itself. */
export const secretDigest = (secret: string): string => createHash('sha256').update(secret).digest('hex')
