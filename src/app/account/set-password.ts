import { passwordLengthFault, wordsAbout } from '../../core/account/password-rules.ts'
import { VitrineError } from '../../core/errors.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { AccountServices } from './account-services.ts'

/** Somebody as far as their password must not rest on it. */
export interface PasswordOwner {
  readonly email: string
  readonly name: string
}

/**
 * Checks a password that somebody chose and hashes it. Faults: `password_short`, `password_long`, `password_weak`.
 * Nothing else is asked of it: no digits, no signs, no age (NIST SP 800-63B §3.1.1.2).
 */
export async function hashChosenPassword(
  { passwords, judge }: Pick<AccountServices, 'passwords' | 'judge'>,
  portal: StoredPortal,
  { password, email, name }: PasswordOwner & { readonly password: string },
): Promise<string> {
  const fault = passwordLengthFault(password)
  if (fault?.code === 'password_long') throw new VitrineError('password_long', fault.params)
  if (fault !== null) throw new VitrineError('password_short', fault.params)
  const { title, hosts } = portal.config
  const about = wordsAbout([email, name, ...Object.values(title), hosts[0]])
  if (await judge.isWeak(password, about)) throw new VitrineError('password_weak')
  return passwords.hash(password)
}
