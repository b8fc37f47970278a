import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SecretSource } from '../../core/account/identity-provider.ts'
import { VitrineError } from '../../core/errors.ts'

/** Finds the secret of a client; null for clients that have none. Rejects with `identity_unavailable`. */
export type SecretOf = (source: SecretSource | undefined, provider: string) => Promise<string | null>

const FILE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

/**
 * Secrets in variables `OIDC_…` and in files of one folder, nowhere else: whoever may write a portal's file cannot have
 * another secret of the machine sent to an issuer of their choice. Read at each use, so that a new one needs no restart.
 */
export const clientSecrets =
  (variables: Readonly<Record<string, string>>, folder: string): SecretOf =>
  async (source, provider) => {
    if (source === undefined) return null
    const secret = await ('env' in source ? variableOf(variables, source.env) : fromFile(folder, source.file))
    if (secret === '') throw new VitrineError('identity_unavailable', { provider })
    return secret
  }

const variableOf = (variables: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(variables, name) ? (variables[name] ?? '').trim() : ''

async function fromFile(folder: string, name: string): Promise<string> {
  if (!FILE.test(name)) return ''
  return readFile(join(folder, name), 'utf8').then(
    text => text.trim(),
    () => '',
  )
}
