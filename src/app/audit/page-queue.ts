import { isOfTemplate, pathOf } from '../../core/audit/plan.ts'

/** Pages to visit, each once; those of a template that has not been seen come first. */
export class PageQueue {
  readonly #known = new Set<string>()
  readonly #waiting: string[] = []
  readonly #unseen: Set<string>
  readonly #avoid: readonly string[]

  constructor(templates: readonly string[], avoid: readonly string[]) {
    this.#unseen = new Set(templates)
    this.#avoid = avoid
  }

  /** Adds pages that are not known yet and not to be avoided. */
  add(pages: readonly string[]): void {
    for (const page of pages) {
      if (this.#known.has(page) || this.#avoid.some(beginning => page.startsWith(beginning))) continue
      this.#known.add(page)
      this.#waiting.push(page)
    }
  }

  /** Takes the next page; undefined when there is none. */
  next(): string | undefined {
    const at = this.#waiting.findIndex(page => this.#newTemplate(page) !== undefined)
    const [page] = this.#waiting.splice(Math.max(at, 0), 1)
    const template = page === undefined ? undefined : this.#newTemplate(page)
    if (template !== undefined) this.#unseen.delete(template)
    return page
  }

  #newTemplate(page: string): string | undefined {
    const path = pathOf(page)
    for (const template of this.#unseen) if (isOfTemplate(path, template)) return template
    return undefined
  }
}
