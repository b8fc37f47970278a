import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { VitrineError } from '../../core/errors.ts'

const BYTES = 32

/** The deployment's secrets, the one in force first. */
export type Secrets = readonly [Uint8Array, ...Uint8Array[]]

/**
 * The secrets that keys of portals are derived from (privacy.md §1.0): those of the setting, else the one that the data
 * folder keeps, made when there is none. Fault: `setting_invalid`.
 */
export async function readSecrets(setting: string | null, folder: string): Promise<Secrets> {
  const texts = setting === null ? [await ownSecret(folder)] : setting.split(',')
  const [first, ...before] = texts.map(text => Uint8Array.from(Buffer.from(text.trim(), 'base64url')))
  if (first === undefined || [first, ...before].some(secret => secret.byteLength !== BYTES))
    throw new VitrineError('setting_invalid', { name: 'secretKey', expected: 'text' })
  return [first, ...before]
}

/** Only who makes the file decides what is in it; everyone else reads that. */
async function ownSecret(folder: string): Promise<string> {
  const path = join(folder, 'secret.key')
  try {
    await writeFile(path, randomBytes(BYTES).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (thrown) {
    if (Reflect.get(Object(thrown), 'code') !== 'EEXIST') throw thrown
  }
  return readFile(path, 'utf8')
}
