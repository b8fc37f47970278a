/** Time, handed in. */
export interface Clock {
  now(): Date
}
