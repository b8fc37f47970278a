/** Adds a button that copies the text inside; the words come with the page. */
export class CopyElement extends HTMLElement {
  connectedCallback(): void {
    const { copy = '', copied = '' } = this.dataset
    const text = this.querySelector('code')?.textContent
    if (!text || !('clipboard' in navigator)) return
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'button'
    button.textContent = copy
    button.ariaLive = 'polite'
    button.addEventListener('click', () => {
      navigator.clipboard.writeText(text).then(
        () => {
          button.textContent = copied
          setTimeout(() => {
            button.textContent = copy
          }, 2000)
        },
        () => getSelection()?.selectAllChildren(this.querySelector('code') ?? this),
      )
    })
    this.append(button)
  }
}

customElements.define('v-copy', CopyElement)
