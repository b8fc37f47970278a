import { VitrineError } from '../core/errors.ts'

/** Counts what is being answered, so that a flood is refused early and a stop can wait for the rest. */
export interface InFlight {
  readonly count: number
  /** Rejects with `overloaded` or `stopping`; returns what to call at the end. */
  enter(): () => void
  /** No more in; resolves when the last one has left, or after `patienceMs`. */
  drain(patienceMs: number): Promise<void>
}

export function inFlight(limit: number): InFlight {
  let count = 0
  let stopping = false
  let emptied: (() => void) | null = null
  return {
    get count() {
      return count
    },
    enter: () => {
      if (stopping) throw new VitrineError('stopping')
      if (count >= limit) throw new VitrineError('overloaded')
      count += 1
      let left = false
      return () => {
        if (left) return
        left = true
        count -= 1
        if (count === 0) emptied?.()
      }
    },
    drain: patienceMs => {
      stopping = true
      if (count === 0) return Promise.resolve()
      return new Promise(resolve => {
        const timer = setTimeout(resolve, patienceMs)
        emptied = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    },
  }
}
