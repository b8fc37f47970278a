import { TOKEN_HOURS, type TokenPurpose } from '../../core/account/token-life.ts'
import type { MessageKey } from '../../core/i18n/catalogues.ts'
import { resolveText } from '../../core/i18n/language-map.ts'
import { directionOf } from '../../core/i18n/languages.ts'
import { type Translate, translator } from '../../core/i18n/translate.ts'
import { attribute, characterData } from '../../core/xml-text.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { Mail } from '../ports/mailer.ts'

interface MailKind {
  readonly subject: MessageKey
  readonly text: MessageKey
  /** Words of the link; a mail without one only tells something. */
  readonly action: MessageKey | null
  /** What to do when it was not you. */
  readonly closing: MessageKey | null
  /** Whose link it carries: says how long it is good for. */
  readonly token: TokenPurpose | null
}

const kind = (
  name: 'confirm' | 'reset' | 'invitation' | 'change_email',
  closing: MessageKey | null = 'mail.unasked',
): MailKind => ({
  subject: `mail.${name}.subject`,
  text: `mail.${name}.text`,
  action: `mail.${name}.action`,
  ...{ closing, token: name },
})

type NoticeName =
  | 'email_changed'
  | 'password_changed'
  | 'factor_changed'
  | 'identity_linked'
  | 'identity_unlinked'

const notice = (name: NoticeName): MailKind => ({
  subject: `mail.${name}.subject`,
  text: `mail.${name}.text`,
  ...{ action: null, closing: 'mail.not_you', token: null },
})

const pointer = (name: 'known' | 'approved' | 'waiting', closing: MessageKey | null): MailKind => ({
  subject: `mail.${name}.subject`,
  text: `mail.${name}.text`,
  action: `mail.${name}.action`,
  ...{ closing, token: null },
})

/** Every mail there is. */
export const MAILS = {
  confirm: kind('confirm'),
  reset: kind('reset'),
  invitation: kind('invitation', null),
  change_email: kind('change_email'),
  known: pointer('known', 'mail.unasked'),
  approved: pointer('approved', null),
  waiting: pointer('waiting', null),
  email_changed: notice('email_changed'),
  password_changed: notice('password_changed'),
  factor_changed: notice('factor_changed'),
  identity_linked: notice('identity_linked'),
  identity_unlinked: notice('identity_unlinked'),
} as const satisfies Record<string, MailKind>

export type MailName = keyof typeof MAILS

/** What a mail is made of. */
export interface MailOrder {
  readonly mail: MailName
  readonly to: { readonly email: string; readonly name: string | null }
  readonly portal: StoredPortal
  readonly origin: string
  readonly language: string
  /** Where the link leads; null for a mail without one. */
  readonly link: string | null
  /** Name of an identity provider, in mails about one. */
  readonly provider?: string
}

/** A mail as text and as HTML of the same sentences, without image, style or address of anybody else. */
export function composeMail({ mail, to, portal, origin, language, link, provider = '' }: MailOrder): Mail {
  const say = translator(language)
  const { config } = portal
  const name = resolveText(config.title, language, config.languages[0])
  const { subject, text, action, closing, token }: MailKind = MAILS[mail]
  const words = { portal: name, origin, provider }
  const before = [greeting(say, to.name), say(text, words)]
  const after = [
    ...(token === null ? [] : [say('mail.hours', { hours: TOKEN_HOURS[token] })]),
    ...(closing === null ? [] : [say(closing)]),
    say('mail.sender', words),
  ]
  const target = action === null || link === null ? null : { words: say(action), link }
  return {
    ...{ to: to.email, fromName: name, subject: say(subject, words), language },
    text: [...before, ...(target === null ? [] : [`${target.words}:\n${target.link}`]), ...after, ''].join(
      '\n\n',
    ),
    html: htmlOf(language, { before, target, after }),
  }
}

const greeting = (say: Translate, name: string | null): string =>
  name === null || name === '' ? say('mail.greeting_unnamed') : say('mail.greeting', { name })

interface Parts {
  readonly before: readonly string[]
  readonly target: { readonly words: string; readonly link: string } | null
  readonly after: readonly string[]
}

function htmlOf(language: string, { before, target, after }: Parts): string {
  const paragraph = (text: string): string => `<p>${characterData(text)}</p>`
  const anchor =
    target === null ? [] : [`<p><a href="${attribute(target.link)}">${characterData(target.words)}</a></p>`]
  const body = [...before.map(paragraph), ...anchor, ...after.map(paragraph)].join('\n')
  return `<!doctype html>\n<html lang="${language}" dir="${directionOf(language)}">\n<body>\n${body}\n</body>\n</html>\n`
}
