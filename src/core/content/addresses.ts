/** Stands for the portal while addresses are read; no host can have this name (RFC 2606). */
const PORTAL = 'https://portal.invalid'

/** An address as a publisher wrote it, read as browsers read it from a page of the portal. */
export type Address =
  | { readonly kind: 'own'; readonly path: string }
  | { readonly kind: 'foreign'; readonly url: URL }
  | { readonly kind: 'other'; readonly scheme: string; readonly href: string }

/** Reads an address; null for what is none. */
export function readAddress(text: string): Address | null {
  if (text.trim() === '' || !URL.canParse(text, PORTAL)) return null
  const url = new URL(text, PORTAL)
  if (url.origin === PORTAL) return { kind: 'own', path: `${ownPath(url.pathname)}${url.search}${url.hash}` }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { kind: 'other', scheme: url.protocol.slice(0, -1), href: url.href }
  url.username = ''
  url.password = ''
  return { kind: 'foreign', url }
}

/** A path never starts with two slashes: that would be another host. */
const ownPath = (path: string): string => path.replace(/^\/{2,}/, '/')

const SEVERAL = new Set(['srcset', 'imagesrcset', 'ping', 'archive'])

/** Addresses in an attribute that holds several: candidates of images with their sizes, hosts that are told of a click. */
export const listedAddresses = (text: string): readonly string[] =>
  text.split(/[\s,]+/).filter(part => part !== '' && !/^\d+(?:\.\d+)?[wxh]$/.test(part))

/** Whatever in a style may be loaded: `url()`, `image-set()`, `@import`, escapes undone. */
export function styleAddresses(css: string): readonly string[] {
  const plain = css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\\([0-9a-f]{1,6})\s?/gi, (_, hex: string) => character(Number.parseInt(hex, 16)))
  return [...plain.matchAll(/url\(\s*["']?([^"')]+)|["']([^"']*\/\/[^"']+)["']/gi)].map(
    ([, address, quoted]) => (address ?? quoted ?? '').trim(),
  )
}

const character = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '')

const LOADING = new Set([
  ...['src', 'data', 'poster', 'background', 'href', 'xlink:href', 'action', 'formaction', 'codebase'],
  ...['classid', 'icon', 'lowsrc', 'dynsrc', 'longdesc', 'manifest', 'profile', 'usemap'],
])

/** Hosts of somebody else that an attribute may bring a browser to; a link that is clicked is not one. */
export function hostsOfAttribute(tag: string, name: string, value: string): readonly string[] {
  if (name === 'href' && (tag === 'a' || tag === 'area')) return []
  return addressesOf(name, value).flatMap(text => {
    const address = readAddress(text)
    return address?.kind === 'foreign' ? [address.url.host] : []
  })
}

function addressesOf(name: string, value: string): readonly string[] {
  if (SEVERAL.has(name)) return listedAddresses(value)
  if (name === 'style') return styleAddresses(value)
  if (LOADING.has(name)) return [value]
  if (name === 'content') return [...value.matchAll(/url\s*=\s*["']?([^"']+)/gi)].map(([, to]) => to ?? '')
  // what scripts of others read to load later
  return name.startsWith('data-') && /^\s*(?:https?:)?\/\//i.test(value) ? [value] : []
}
