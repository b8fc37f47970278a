/** What became of a check. */
export interface PasswordCheck {
  readonly right: boolean
  /** Whether the hash was made with weaker parameters than of today: hash again while the password is known. */
  readonly outdated: boolean
}

/** Slow hashes of passwords. A flood of sign-ins waits in line: `overloaded` when the line is long. */
export interface PasswordHasher {
  /** A PHC string with parameters and salt in it. */
  hash(password: string): Promise<string>
  /** Null: nobody's; takes as long as a check and is never right, so that time does not tell who has an account. */
  verify(password: string, stored: string | null): Promise<PasswordCheck>
}
