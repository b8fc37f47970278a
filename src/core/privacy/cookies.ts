/** A cookie that may be set, declared where it is set; the policy and the gate follow this list (privacy.md §0). */
export interface CookieDeclaration {
  readonly name: string
  /** Seconds; null for a browser session. At most 180 days (privacy.md G5). */
  readonly maxAge: number | null
  readonly httpOnly: boolean
}

/** Every cookie that can leave a portal. There is none: nothing that is built so far needs one. */
export const COOKIES: readonly CookieDeclaration[] = []

/** Name of the cookie that a `Set-Cookie` value sets; `''` when it has none (RFC 6265 §5.2). */
export function cookieName(setCookie: string): string {
  const pair = setCookie.split(';', 1)[0] ?? ''
  const equals = pair.indexOf('=')
  return equals < 0 ? '' : pair.slice(0, equals).trim()
}

/** `Set-Cookie` values that may leave, and those that nobody declared. */
export function sortCookies(
  values: readonly string[],
  declared: readonly CookieDeclaration[] = COOKIES,
): { readonly allowed: readonly string[]; readonly undeclared: readonly string[] } {
  const isDeclared = (value: string): boolean =>
    declared.some(({ name }) => name !== '' && name === cookieName(value))
  return {
    allowed: values.filter(isDeclared),
    undeclared: values.filter(value => !isDeclared(value)),
  }
}
