import type { HTMLAttributes } from 'preact'

/** Custom elements that `islands/` define; without scripts they are plain boxes around working markup. */
interface IslandAttributes extends HTMLAttributes<HTMLElement> {
  readonly 'data-copy'?: string
  readonly 'data-copied'?: string
  readonly 'data-clause'?: string
  readonly 'data-label'?: string
  readonly 'data-options'?: string
  readonly 'data-failed'?: string
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'v-console': IslandAttributes
      'v-copy': IslandAttributes
      'v-passkey': IslandAttributes
      'v-odsql': IslandAttributes
      'v-submit': IslandAttributes
    }
  }
}
