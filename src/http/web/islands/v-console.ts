/** How long nobody types before the question is asked. */
const PAUSE_MS = 350
/** How long the old answer stays untouched before it fades. */
const FADE_MS = 300

/**
 * Asks while one types: the page itself is fetched in the state of the form, and what it says of the answer and of
 * faults takes the place of what is shown. Addresses stay true, and nothing is said twice.
 */
export class ConsoleElement extends HTMLElement {
  #running = new AbortController()
  #timer = 0

  connectedCallback(): void {
    const form = this.querySelector('form')
    if (form === null) return
    form.addEventListener('input', () => this.#soon(form))
    form.addEventListener('change', () => this.#soon(form))
    form.addEventListener('submit', event => {
      event.preventDefault()
      void this.#ask(form, true)
    })
  }

  #soon(form: HTMLFormElement): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#ask(form), PAUSE_MS)
  }

  async #ask(form: HTMLFormElement, isWanted = false): Promise<void> {
    clearTimeout(this.#timer)
    this.#running.abort()
    this.#running = new AbortController()
    const { signal } = this.#running
    const live = this.querySelector('[data-live]')
    const fading = setTimeout(() => live?.setAttribute('aria-busy', 'true'), FADE_MS)
    try {
      const address = stateOf(form)
      const answer = await fetch(address, { signal })
      if (!answer.ok) {
        // what was sent on purpose may show the fault's own page; what was only typed leaves the old answer
        if (isWanted) form.submit()
        return
      }
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      history.replaceState(null, '', address)
      this.#show(page)
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      clearTimeout(fading)
      if (!signal.aborted) live?.removeAttribute('aria-busy')
    }
  }

  #show(page: Document): void {
    const opened = this.querySelector('details[name][open] > summary')?.textContent
    swap(this.querySelector('[data-live]'), page.querySelector('[data-live]'))
    for (const details of this.querySelectorAll<HTMLDetailsElement>('details[name]'))
      details.open = details.querySelector('summary')?.textContent === opened
    for (const place of this.querySelectorAll('[data-fault]')) {
      const name = place.getAttribute('data-fault') ?? ''
      const told = page.querySelector(`[data-fault="${name}"]`)
      swap(place, told)
      for (const input of this.querySelectorAll(`[name="${name}"]`))
        mark(input, name, told?.textContent !== '')
    }
    for (const link of page.querySelectorAll('.tabs a, .actions a')) {
      const own = [...document.querySelectorAll<HTMLAnchorElement>('.tabs a, .actions a')].find(
        ({ pathname, textContent }) =>
          textContent === link.textContent &&
          pathname === new URL(link.getAttribute('href') ?? '', location.href).pathname,
      )
      own?.setAttribute('href', link.getAttribute('href') ?? '')
    }
  }
}

function swap(place: Element | null, told: Element | null): void {
  if (place === null || told === null || place.innerHTML === told.innerHTML) return
  place.replaceChildren(...[...told.childNodes].map(node => document.importNode(node, true)))
}

function mark(input: Element, name: string, isWrong: boolean): void {
  if (isWrong) {
    input.setAttribute('aria-invalid', 'true')
    input.setAttribute('aria-describedby', `fault-${name}`)
  } else {
    input.removeAttribute('aria-invalid')
    input.removeAttribute('aria-describedby')
  }
}

/** The page in the state of its form; a limit that was taken away is said, since the page would put its own. */
function stateOf(form: HTMLFormElement): string {
  const query = new URLSearchParams()
  for (const [name, value] of new FormData(form))
    if (typeof value === 'string' && (value !== '' || name === 'limit')) query.append(name, value)
  if (query.get('view') === 'records') query.delete('view')
  return `${new URL(form.action).pathname}?${query}`
}

customElements.define('v-console', ConsoleElement)
