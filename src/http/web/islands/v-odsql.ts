import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { completer, completionsFor, type Word } from './odsql-completion.ts'
import { odsql } from './odsql-language.ts'

/** Looks of the editor, in the tokens of the page; they reach into the shadow as custom properties. */
const theme = EditorView.theme({
  '&': {
    ...{ minHeight: '2.75rem', background: 'var(--paper)', color: 'var(--ink)' },
    ...{ border: '1px solid var(--line-strong)', borderRadius: 'var(--radius)' },
  },
  '&.cm-focused': { outline: '3px solid var(--link)', outlineOffset: '2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', fontSize: '0.9375rem', lineHeight: '1.5', maxHeight: '14rem' },
  '.cm-content': { padding: '0.55rem 0.35rem', caretColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '.cm-matchingBracket': { background: 'var(--tint)', outline: '1px solid var(--line-strong)' },
  '.cm-tooltip': {
    ...{ background: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--line-strong)' },
    ...{ borderRadius: 'var(--radius)', fontSize: '0.9375rem', zIndex: '5' },
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '16rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.25rem 0.6rem', lineHeight: '1.5' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--tint)', color: 'var(--ink)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': { color: 'var(--ink-2)', fontStyle: 'normal', fontSize: '0.8125rem' },
  '.cm-completionIcon': { display: 'none' },
  '.cm-completionInfo': { fontFamily: 'var(--text)', padding: '0.5rem 0.75rem', maxWidth: '20rem' },
})

/**
 * An editor of one clause over the text area inside, which keeps the text and is what the form sends. It lives in a
 * shadow, where its styles are adopted sheets: the pages' policy allows no others.
 */
export class OdsqlElement extends HTMLElement {
  connectedCallback(): void {
    const area = this.querySelector('textarea')
    if (area === null || this.shadowRoot !== null) return
    const root = this.attachShadow({ mode: 'open' })
    const { clause = '', label = '' } = this.dataset
    const view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: area.value,
        extensions: [
          ...[theme, odsql, history(), closeBrackets(), bracketMatching(), EditorView.lineWrapping],
          autocompletion({ override: [completer(completionsFor(clause, wordsOf(this)))], icons: false }),
          keymap.of([
            ...sending(area),
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          placeholder(area.placeholder),
          EditorView.contentAttributes.of({ 'aria-label': label, dir: 'ltr', autocapitalize: 'off' }),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (!docChanged) return
            area.value = state.doc.toString()
            area.dispatchEvent(new Event('input', { bubbles: true }))
          }),
        ],
      }),
    })
    this.closest('.field')
      ?.querySelector('label')
      ?.addEventListener('click', event => {
        event.preventDefault()
        view.focus()
      })
  }
}

/** Enter sends the question; a new line is made with Shift. */
const sending = (area: HTMLTextAreaElement) => [
  {
    key: 'Enter',
    run: () => {
      area.form?.requestSubmit()
      return true
    },
    shift: () => false,
  },
]

function wordsOf(element: Element): readonly Word[] {
  const block = element.closest('v-console')?.querySelector('script[type="application/json"]')
  const words: unknown = JSON.parse(block?.textContent ?? '[]')
  return Array.isArray(words) ? (words as readonly Word[]) : []
}

customElements.define('v-odsql', OdsqlElement)
