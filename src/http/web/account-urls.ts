/** Pages of accounts below `/{lang}/account/`; links of mails lead to those of `core/account/account-paths.ts`. */
const PAGES = {
  profile: '',
  security: 'security/',
  sessions: 'sessions/',
  hosts: 'hosts/',
  arrive: 'hosts/arrive/',
  arrived: 'hosts/arrived/',
  keys: 'keys/',
  new_key: 'keys/new/',
  data: 'data/',
  export: 'data/export/',
  delete: 'delete/',
  deleted: 'deleted/',
  password: 'password/',
  change_email: 'change-email/',
  app: 'app/',
  new_passkey: 'new-passkey/',
  recovery_codes: 'recovery-codes/',
  sign_in: 'sign-in/',
  second_step: 'second-step/',
  verify: 'verify/',
  sign_out: 'sign-out/',
  signed_out: 'signed-out/',
  sign_up: 'sign-up/',
  forgotten: 'forgotten/',
  sent: 'sent/',
  confirm: 'confirm/',
  reset: 'reset/',
  welcome: 'welcome/',
  email: 'email/',
} as const

export type AccountPage = keyof typeof PAGES

/** The path of a page below `/{lang}/account/`, as rows have it. */
export const accountRow = (page: AccountPage): string => `/:lang/account/${PAGES[page]}`

/** Address of a page of accounts. */
export function accountUrl(
  language: string,
  page: AccountPage,
  params: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams(params).toString()
  return `/${language}/account/${PAGES[page]}${query === '' ? '' : `?${query}`}`
}

/** Sign-in that leads back to where somebody was. */
export const signInUrl = (language: string, next: string): string =>
  accountUrl(language, 'sign_in', next === `/${language}/` ? {} : { next })

/** What a passkey is asked for. */
export const PASSKEY_USES = ['sign-in', 'second-step', 'verify', 'make'] as const
export type PasskeyUse = (typeof PASSKEY_USES)[number]

/** Where an island asks what to tell the browser. */
export const passkeyOptionsUrl = (language: string, use: PasskeyUse): string =>
  `/${language}/account/passkey-options/${use}/`
