import { createHash, randomBytes } from 'node:crypto'

/** 224 bits: 56 hexadecimal characters, as clients know keys (explore-api §2). */
const KEY_BYTES = 28
const KEY = /^[0-9a-f]{56}$/
const HINT_CHARACTERS = 6

/** A new key; nobody can guess one, and nothing but its digest is kept. */
export const newKey = (): string => randomBytes(KEY_BYTES).toString('hex')

/** Whether a text could be a key at all: whatever else is sent, however long, is looked up nowhere. */
export const isKeyText = (text: string): boolean => text.length === KEY_BYTES * 2 && KEY.test(text)

/**
 * What is kept of a key. A plain SHA-256: slow hashes protect what people choose, and a random key of 224 bits cannot be
 * found by trying, however fast one tries; a call must not cost a tenth of a second. A key is looked up by its digest,
 * so no comparison tells by its time how much of a guess was right.
 */
export const keyDigest = (key: string): string => createHash('sha256').update(key).digest('hex')

/** Enough of a key to tell it from others, too little to help anybody. */
export const keyHint = (key: string): string => key.slice(0, HINT_CHARACTERS)
