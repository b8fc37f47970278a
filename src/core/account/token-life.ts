/** What a one-time link is for. */
export type TokenPurpose = 'confirm' | 'change_email' | 'reset' | 'invitation' | 'first_administrator'

/** Hours that a one-time link is good for. */
export const TOKEN_HOURS: Readonly<Record<TokenPurpose, number>> = {
  confirm: 24,
  change_email: 24,
  reset: 1,
  invitation: 7 * 24,
  first_administrator: 24,
}
