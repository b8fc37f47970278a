import type { ComponentChildren } from 'preact'

/** Terms and what they are, one under the other. A fact without a value is left out by its caller. */
export const Facts = ({ children }: { children: ComponentChildren }) => <dl class="facts-list">{children}</dl>

export const Fact = ({ term, children }: { term: string; children: ComponentChildren }) => (
  <div>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
)
