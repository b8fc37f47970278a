import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'

/** What the server says to ask the browser for. */
type Asked =
  | { readonly make: PublicKeyCredentialCreationOptionsJSON }
  | { readonly show: PublicKeyCredentialRequestOptionsJSON }

/** Asks the browser for a passkey, writes the answer into the form inside, and sends it. */
export class PasskeyElement extends HTMLElement {
  #busy = false

  connectedCallback(): void {
    const form = this.querySelector('form')
    const button = this.querySelector('button')
    if (form === null || button === null || !browserSupportsWebAuthn()) return
    button.hidden = false
    form.addEventListener('submit', event => {
      if (this.#field('passkey').value !== '') return
      event.preventDefault()
      if (!this.#busy) void this.#run(form)
    })
  }

  async #run(form: HTMLFormElement): Promise<void> {
    this.#busy = true
    this.querySelector('[role="alert"]')?.remove()
    try {
      const asked = await this.#options()
      const answer =
        'make' in asked
          ? await startRegistration({ optionsJSON: asked.make })
          : await startAuthentication({ optionsJSON: asked.show })
      this.#field('csrfmiddlewaretoken').value = await token()
      this.#field('passkey').value = JSON.stringify(answer)
      form.requestSubmit()
    } catch {
      this.#tell()
    } finally {
      this.#busy = false
    }
  }

  async #options(): Promise<Asked> {
    const answer = await fetch(this.dataset.options ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrftoken': await token() },
      body: '{}',
    })
    if (!answer.ok) throw new Error(String(answer.status))
    return answer.json()
  }

  #field(name: string): HTMLInputElement {
    const field = this.querySelector<HTMLInputElement>(`input[name="${name}"]`)
    if (field === null) throw new Error(name)
    return field
  }

  /** The visitor said no, or the device has none: nothing else is known. */
  #tell(): void {
    const words = document.createElement('p')
    words.role = 'alert'
    words.className = 'entry-fault'
    words.textContent = this.dataset.failed ?? ''
    this.append(words)
  }
}

/** A token for the session as it is now: asking for a passkey may have begun one. */
async function token(): Promise<string> {
  const answer = await fetch('/api/csrf')
  const said: { readonly token: string } = await answer.json()
  return said.token
}

customElements.define('v-passkey', PasskeyElement)
