/** Custom elements of the pages and the module of each; every one wraps markup that works without it. */
const ISLANDS: Readonly<Record<string, () => Promise<unknown>>> = {
  'v-console': () => import('./v-console.ts'),
  'v-copy': () => import('./v-copy.ts'),
  'v-odsql': () => import('./v-odsql.ts'),
  'v-passkey': () => import('./v-passkey.ts'),
  'v-submit': () => import('./v-submit.ts'),
}

/** Loads an island when it comes near the viewport; a browser without the observer loads all at once. */
const observer = new IntersectionObserver(
  entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue
      observer.unobserve(target)
      void ISLANDS[target.localName]?.()
    }
  },
  { rootMargin: '200px' },
)

for (const name of Object.keys(ISLANDS))
  for (const element of document.querySelectorAll(name)) observer.observe(element)

/** An open menu closes with Escape and when the focus goes elsewhere. */
for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.menu')) {
  menu.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return
    menu.open = false
    menu.querySelector('summary')?.focus()
  })
  document.addEventListener('pointerdown', event => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false
  })
}
