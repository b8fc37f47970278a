/** What a publisher put into a text that would have loaded something, and what became of it. */
export interface ForeignContent {
  readonly kind: 'script' | 'frame' | 'image' | 'media' | 'other'
  /** Host with its port; null for what named none, such as a script in the text itself. */
  readonly host: string | null
  /**
   * - `removed`: nothing is left of it;
   * - `linked`: a link to it stands in its place, until its host is declared as a service;
   * - `embedded`: it opens on the portal's own embed document, which asks first;
   * - `proxied`, `loaded`: an image of a host that the portal declared with that mode.
   */
  readonly became: 'removed' | 'linked' | 'embedded' | 'proxied' | 'loaded'
}

/** Hosts that a publisher would have to declare for a text to show what it holds, each once, in order. */
export const undeclaredHosts = (found: readonly ForeignContent[]): readonly string[] => [
  ...new Set(found.flatMap(({ became, host }) => (became === 'linked' && host !== null ? [host] : []))),
]

/** What a portal does with content of others. */
export interface ForeignRules {
  /** Where a frame of a declared service opens on the portal itself; null for what nobody declared. */
  readonly embed: (url: URL) => { readonly src: string; readonly title: string } | null
  /** Address under which an image of a declared host may be loaded; null for what nobody declared. */
  readonly image: (url: URL) => { readonly src: string; readonly became: 'proxied' | 'loaded' } | null
  /** What a link in the place of something says. */
  readonly linkText: (kind: 'frame' | 'image' | 'media', host: string) => string
}
