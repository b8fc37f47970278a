import type { ComponentChildren } from 'preact'

/** Nothing to show: what happened, and what to do. */
export const Empty = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <div class="empty">
    <h2>{title}</h2>
    {children}
  </div>
)
