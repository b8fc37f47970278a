/**
 * What runs in the pages. These functions are sent as text: they know nothing but the browser, and leave what they find
 * as plain values.
 */

/** A function as an expression that a page can evaluate; names that compilers keep stay out of the page. */
export const inBrowser = (script: () => unknown): string =>
  `(() => { const __name = f => f; return (${script})() })()`

/** Says the signal to scripts as the header says it to servers. */
export const sayPrivacyControl = (): void => {
  Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true, configurable: true })
}

/** To the end of the page and back, as who looks for its foot. */
export const scrollDown = (): void => {
  window.scrollTo(0, document.documentElement.scrollHeight)
  window.scrollTo(0, 0)
}

/** Links and frames of the page, and hosts that its hints reach without a request that can be seen. */
export const namedHosts = (): { links: string[]; frames: string[]; hinted: string[] } => {
  const frames: string[] = []
  for (const frame of document.querySelectorAll('iframe[src]'))
    if (frame instanceof HTMLIFrameElement && frame.src.startsWith('http')) frames.push(frame.src)
  const links: string[] = []
  for (const link of document.querySelectorAll('a[href]:not([download])'))
    if (link instanceof HTMLAnchorElement && link.protocol.startsWith('http')) links.push(link.href)
  const hinted: string[] = []
  for (const link of document.querySelectorAll('link[rel~="preconnect"], link[rel~="dns-prefetch"]'))
    if (link instanceof HTMLLinkElement) hinted.push(link.href)
  return { links, frames, hinted }
}

/** Everything that the page's origin keeps, by kind and name. */
export const listStorage = async (): Promise<[kind: string, name: string][]> => {
  const found: [string, string][] = []
  for (const kind of ['localStorage', 'sessionStorage'] as const)
    try {
      for (const name of Object.keys(window[kind])) found.push([kind, name])
    } catch {}
  try {
    for (const { name } of await indexedDB.databases()) found.push(['indexedDB', name ?? ''])
  } catch {}
  try {
    for (const name of await caches.keys()) found.push(['cacheStorage', name])
  } catch {}
  try {
    for (const { active, installing, waiting } of await navigator.serviceWorker.getRegistrations())
      found.push(['serviceWorker', (active ?? waiting ?? installing)?.scriptURL ?? ''])
  } catch {}
  return found
}

/** Tells every writing to storage to `auditWrite`, with the script that did it, then lets it happen. */
export const tellWrites = (): void => {
  const tell = (kind: string, name: unknown): void => {
    const stack = new Error().stack ?? ''
    const teller: unknown = Reflect.get(window, 'auditWrite')
    if (typeof teller === 'function') teller(kind, String(name), stack, location.href)
  }
  const around = (owner: object | undefined, method: string, kind: string): void => {
    const original: unknown = owner === undefined ? undefined : Reflect.get(owner, method)
    if (owner === undefined || typeof original !== 'function') return
    Reflect.set(owner, method, function (this: unknown, ...words: unknown[]) {
      const kindOfStore =
        kind === 'storage' ? (this === window.localStorage ? 'localStorage' : 'sessionStorage') : kind
      tell(kindOfStore, words[0])
      return Reflect.apply(original, this, words)
    })
  }
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')
  const write = cookie?.set
  if (cookie !== undefined && write !== undefined)
    Object.defineProperty(Document.prototype, 'cookie', {
      ...cookie,
      set(this: Document, value: string) {
        tell('cookie', value)
        write.call(this, value)
      },
    })
  around(Storage.prototype, 'setItem', 'storage')
  around(IDBFactory.prototype, 'open', 'indexedDB')
  around(Reflect.get(window, 'CacheStorage')?.prototype, 'open', 'cacheStorage')
  around(Reflect.get(window, 'ServiceWorkerContainer')?.prototype, 'register', 'serviceWorker')
  document.addEventListener('securitypolicyviolation', event => {
    tell('violation', `${event.effectiveDirective} ${event.blockedURI}`)
  })
}
