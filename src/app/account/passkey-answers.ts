import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'

/** Longest member of an answer that is looked at. */
const MOST = 16_384

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= MOST

const isCredential = (value: unknown): boolean =>
  isText(member(value, 'id')) &&
  isText(member(value, 'rawId')) &&
  member(value, 'type') === 'public-key' &&
  typeof member(value, 'clientExtensionResults') === 'object'

const has = (value: unknown, names: readonly string[]): boolean =>
  names.every(name => isText(member(member(value, 'response'), name)))

/** Whether a body has the form of a passkey just made (WebAuthn §5.1.8.1). */
export function isRegistration(value: unknown): value is RegistrationResponseJSON {
  const transports = member(member(value, 'response'), 'transports')
  return (
    isCredential(value) &&
    has(value, ['clientDataJSON', 'attestationObject']) &&
    (transports === undefined ||
      (Array.isArray(transports) && transports.length < 10 && transports.every(isText)))
  )
}

/** Whether a body has the form of a passkey that is shown. */
export const isAuthentication = (value: unknown): value is AuthenticationResponseJSON =>
  isCredential(value) && has(value, ['clientDataJSON', 'authenticatorData', 'signature'])
