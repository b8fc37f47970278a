/** Who may make an account: nobody by themselves, everybody, or whom an administrator approves. */
export const SIGN_UP = ['off', 'open', 'approval'] as const
export type SignUp = (typeof SIGN_UP)[number]

/** Whether people with back-office rights must prove more than a password. */
export const SECOND_FACTOR = ['optional', 'required'] as const
export type SecondFactor = (typeof SECOND_FACTOR)[number]

/** Lifetimes that a portal shortens; each only downwards (privacy.md §1.2). */
export interface SessionLifetimes {
  readonly readerIdleDays?: number
  readonly readerAbsoluteDays?: number
  readonly officeIdleHours?: number
  readonly officeAbsoluteDays?: number
}

/** What a portal says of accounts: the member `accounts` of its file. What is left out is as it says here. */
export interface PortalAccounts {
  /** `off` when not said. */
  readonly signUp?: SignUp
  readonly sessions?: SessionLifetimes
  /** `optional` when not said. */
  readonly secondFactor?: SecondFactor
}
