import { accountPath, tokenLink } from '../../core/account/account-paths.ts'
import type { TokenPurpose } from '../../core/account/token-life.ts'
import { TOKEN_HOURS } from '../../core/account/token-life.ts'
import type { StoredUser } from '../ports/account-store.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { AccountServices } from './account-services.ts'
import { composeMail, type MailName } from './compose-mail.ts'
import { newSecret } from './new-secret.ts'

type Mailing = Pick<AccountServices, 'accounts' | 'mailer' | 'clock' | 'originOf'>

/** The language to write to somebody in: theirs, while the portal has it. */
export const languageOf = ({ config }: StoredPortal, ...wished: readonly (string | null)[]): string =>
  wished.find(one => one !== null && config.languages.includes(one)) ?? config.languages[0]

/** A token to make. */
export interface TokenOrder {
  readonly kind: TokenPurpose
  readonly userId: number | null
  /** The new address, for `change_email`. */
  readonly email?: string | null
  readonly language: string
}

/** Makes a one-time token and its link; an earlier one of the same kind for the same person is no good any more. */
export async function oneTimeLink(
  { accounts, clock, originOf }: Mailing,
  portal: StoredPortal,
  { kind, userId, email = null, language }: TokenOrder,
): Promise<string> {
  const { text, digest } = newSecret()
  const expiresAt = new Date(clock.now().getTime() + TOKEN_HOURS[kind] * 3_600_000)
  await accounts.addToken({ portalId: portal.id, kind, digest, userId, email, expiresAt })
  return tokenLink(originOf(portal), { kind, language, token: text })
}

/** Writes to a person about their account. */
export interface Letter {
  readonly mail: MailName
  /** Another address than theirs: of a change. */
  readonly to?: string
  /** Whether to call them by name: not before they have confirmed who they are. */
  readonly unnamed?: true
  /** Language that was wished with the request; that of the profile goes first. */
  readonly language?: string
  /** Whole address of the link; when left out, of the page of this name, if any. */
  readonly link?: string
  readonly page?: 'sign_in' | 'people'
  /** Name of an identity provider that the mail is about. */
  readonly provider?: string
}

/** Sends a mail about an account. */
export async function writeTo(
  { mailer, originOf }: Pick<Mailing, 'mailer' | 'originOf'>,
  portal: StoredPortal,
  user: Pick<StoredUser, 'email' | 'name' | 'language'>,
  letter: Letter,
): Promise<void> {
  const language = languageOf(portal, user.language, letter.language ?? null)
  const origin = originOf(portal)
  const page = letter.page === undefined ? null : `${origin}${accountPath(letter.page, language)}`
  await mailer.send(
    composeMail({
      ...{ mail: letter.mail, portal, origin, language, link: letter.link ?? page },
      provider: letter.provider ?? '',
      to: { email: letter.to ?? user.email, name: letter.unnamed ? null : user.name },
    }),
  )
}

/** Makes a one-time link for somebody and sends it to them. */
export async function mailLink(
  services: Mailing,
  portal: StoredPortal,
  user: StoredUser,
  letter: Omit<Letter, 'mail' | 'link'> & {
    readonly mail: 'confirm' | 'reset' | 'invitation' | 'change_email'
  },
): Promise<void> {
  const language = languageOf(portal, user.language, letter.language ?? null)
  const kind = letter.mail
  const link = await oneTimeLink(services, portal, {
    ...{ kind, userId: user.id, language },
    ...(letter.to !== undefined && { email: letter.to }),
  })
  await writeTo(services, portal, user, { ...letter, link })
}
