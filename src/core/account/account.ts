/**
 * Where an account stands: its e-mail address is not confirmed, an administrator has to approve it, it may sign in, or it
 * was suspended.
 */
export const ACCOUNT_STATES = ['unconfirmed', 'unapproved', 'active', 'suspended'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]

/** Longest address that mail can be sent to (RFC 5321 §4.5.3.1). */
const MOST_EMAIL = 254
// what nobody sees would make two addresses look like one, or turn one around
const EMAIL = /^[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]+@[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]+$/u

/** An address as it is compared: two spellings that differ by letter case are one person's. */
export const foldEmail = (email: string): string => email.trim().normalize('NFC').toLowerCase()

/** Whether a text may be an e-mail address at all: whether mail arrives is known only when its link is used. */
export const isEmail = (text: string): boolean => text.length <= MOST_EMAIL && EMAIL.test(text.trim())

/** Longest name of a person, in characters. */
const MOST_NAME = 100

/** A person's name on one line without control characters; null for an empty or an endless one. */
export function readName(text: string): string | null {
  const name = text
    .normalize('NFC')
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
  return name === '' || name.length > MOST_NAME ? null : name
}
