/** Times of one kind of call, in milliseconds. */
export interface Times {
  readonly p50: number
  readonly p99: number
  /** Calls a second over all lanes. */
  readonly rate: number
}

/** Calls `once` for `seconds` in `lanes` at a time; the call's number makes every question another one. */
export async function measure(
  once: (number: number) => Promise<unknown>,
  { lanes, seconds }: { readonly lanes: number; readonly seconds: number },
): Promise<Times> {
  for (let i = 0; i < lanes * 2; i++) await once(-1 - i)
  const times: number[] = []
  const started = performance.now()
  const end = started + seconds * 1000
  let number = 0
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (performance.now() < end) {
        const began = performance.now()
        await once(number++)
        times.push(performance.now() - began)
      }
    }),
  )
  const took = (performance.now() - started) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99), rate: times.length / took }
}

/** Rows of a table in Markdown. */
export const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
