/** The mark of the product: three panes of a shop window, in the brand colour. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 22 22" width="24" height="24" aria-hidden="true">
    <rect width="10" height="22" rx="2" />
    <rect x="12" width="10" height="10" rx="2" opacity=".55" />
    <rect x="12" y="12" width="10" height="10" rx="2" opacity=".8" />
  </svg>
)
