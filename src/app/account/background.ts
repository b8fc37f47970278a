import type { Log } from '../ports/log.ts'

/** Works that nobody waits for, so that the time of an answer says nothing about them (privacy.md S39). */
export class Background {
  readonly #running = new Set<Promise<void>>()
  readonly #log: Log

  constructor(log: Log) {
    this.#log = log
  }

  /** Begins a work after the present one has let go; its failure is logged under this event. */
  begin(event: string, work: () => Promise<void>): void {
    const running = new Promise<void>(resolve => {
      setImmediate(resolve)
    })
      .then(work)
      .catch((thrown: unknown) => this.#log.error(event, {}, thrown))
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** When everything begun so far, and what it began, has ended. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
}
