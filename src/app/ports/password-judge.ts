/** Tells passwords that are tried first: common ones, patterns, words, and what is known of the person. No network. */
export interface PasswordJudge {
  /** `about`: words that say something of the person or the portal. */
  isWeak(password: string, about: readonly string[]): Promise<boolean>
}
