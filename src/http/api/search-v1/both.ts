import type { Prepared } from '../../../app/explore/explorer.ts'

/** Two questions as one: asked side by side, told apart by what tells either apart. The second may be none. */
export function both<A, B>(first: Prepared<A>, second: Prepared<B> | null): Prepared<readonly [A, B | null]> {
  const known = first.identity !== null && second?.identity !== null
  return {
    identity: known ? `${first.identity}\n${second?.identity ?? ''}` : null,
    run: signal => Promise.all([first.run(signal), second?.run(signal) ?? null]),
  }
}
