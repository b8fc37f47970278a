import type { TokenPurpose } from './token-life.ts'

/** Pages of accounts below the language that links of mails and of the command line lead to. */
const PAGES: Readonly<Record<TokenPurpose | 'sign_in' | 'people', string>> = {
  confirm: 'account/confirm/',
  change_email: 'account/email/',
  reset: 'account/reset/',
  invitation: 'account/welcome/',
  first_administrator: 'account/welcome/',
  sign_in: 'account/sign-in/',
  people: 'office/people/',
}

/** `/fr/account/reset/`. */
export const accountPath = (page: keyof typeof PAGES, language: string): string =>
  `/${language}/${PAGES[page]}`

/** A one-time link: opening it moves the token into a session and out of the address (privacy.md S38). */
export const tokenLink = (
  origin: string,
  {
    kind,
    language,
    token,
  }: { readonly kind: TokenPurpose; readonly language: string; readonly token: string },
): string => `${origin}${accountPath(kind, language)}?token=${token}`
