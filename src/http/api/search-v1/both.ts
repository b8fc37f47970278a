import type { Prepared } from '../../../app/explore/explorer.ts'

/** Two questions as one: asked side by side, told apart by what tells either apart. The second may be none. */
export function both<A, B>(first: Prepared<A>, second: Prepared<B> | null): Prepared<readonly [A, B | null]> {
  const known = first.identity !== null && second?.identity !== null
  return {
    identity: known ? `${first.identity}\n${second?.identity ?? ''}` : null,
    run: signal => Promise.all([first.run(signal), second?.run(signal) ?? null]),
  }
}

/** Questions as one: asked side by side, answered in their order. */
export const each = <T>(questions: readonly Prepared<T>[]): Prepared<readonly T[]> => ({
  identity: questions.every(({ identity }) => identity !== null)
    ? questions.map(({ identity }) => identity).join('\n\n')
    : null,
  run: signal => Promise.all(questions.map(({ run }) => run(signal))),
})
