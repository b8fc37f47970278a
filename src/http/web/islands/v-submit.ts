/** Sends the form inside as soon as a choice changes, and hides the button that would. */
export class SubmitElement extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form')
    form?.classList.add('auto')
    form?.addEventListener('change', () => form.requestSubmit())
  }
}

customElements.define('v-submit', SubmitElement)
