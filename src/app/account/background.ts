import { VitrineError } from '../../core/errors.ts'
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
      .catch((thrown: unknown) => this.#tell(event, thrown))
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** A fault of the catalogue by its code and its cause's: what they say may name addresses (privacy.md S26). */
  #tell(event: string, thrown: unknown): void {
    if (!(thrown instanceof VitrineError) || thrown.kind === 'bug') this.#log.error(event, {}, thrown)
    else this.#log.error(event, { code: thrown.code, cause: codeOfCause(thrown.cause) })
  }

  /** When everything begun so far, and what it began, has ended. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
}

function codeOfCause(cause: unknown): string {
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined
  return typeof code === 'string' ? code : ''
}
