import { createHash, randomBytes } from 'node:crypto'
import type { FactorStore } from '../ports/factor-store.ts'

/** Codes of a sheet. */
const CODES = 10
/** 80 bits: 16 characters of Crockford's base 32, which has no I, L, O and U to be misread. */
const CODE_BYTES = 10
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** A code as it is kept: of one person. */
const digestOf = (userId: number, code: string): string =>
  createHash('sha256').update(`recovery/${userId}/${code}`).digest('hex')

function newCode(): string {
  const bits = [...randomBytes(CODE_BYTES)].map(byte => byte.toString(2).padStart(8, '0')).join('')
  const letters = (bits.match(/.{5}/g) ?? []).map(five => ALPHABET[Number.parseInt(five, 2)] ?? '')
  return (letters.join('').match(/.{4}/g) ?? []).join('-')
}

/** A code as somebody typed it: letters that are misread count as what was meant. */
const readCode = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1')
    .replaceAll(/[^0-9a-z]/g, '')

/** Ten new codes, shown once; those before are no good any more. */
export async function makeRecoveryCodes(factors: FactorStore, userId: number): Promise<readonly string[]> {
  const codes = Array.from({ length: CODES }, newCode)
  await factors.replaceRecoveryCodes(
    userId,
    codes.map(code => digestOf(userId, readCode(code))),
  )
  return codes
}

/** Whether a code is right; it is good once. */
export const useRecoveryCode = (factors: FactorStore, userId: number, code: string): Promise<boolean> =>
  factors.useRecoveryCode(userId, digestOf(userId, readCode(code)))
