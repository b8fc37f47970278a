import { parseSetCookie } from 'cookie'
import type { Answer } from './ask.ts'

/** The cookies of one browser for one host, as far as these tests need one. */
export class Jar {
  readonly #cookies = new Map<string, string>()

  /** Keeps and forgets what an answer says. */
  take({ setCookies }: Pick<Answer, 'setCookies'>): this {
    for (const text of setCookies) {
      const { name, value = '', maxAge } = parseSetCookie(text)
      if (maxAge === 0) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return this
  }

  set(name: string, value: string): this {
    this.#cookies.set(name, value)
    return this
  }

  get(name: string): string | undefined {
    return this.#cookies.get(name)
  }

  /** The `Cookie` header; undefined without any. */
  get header(): string | undefined {
    const pairs = [...this.#cookies].map(([name, value]) => `${name}=${value}`)
    return pairs.length === 0 ? undefined : pairs.join('; ')
  }
}
