import { listedAddresses, readAddress } from './addresses.ts'
import {
  type Attribute,
  attributeOf,
  type Child,
  type Element,
  element,
  elementsIn,
  noteHosts,
  text,
  type Walk,
} from './tree.ts'

/** Attributes of a link to somebody else. */
export const linkTo = (url: URL): readonly Attribute[] => [
  ['href', url.href],
  ['rel', 'noopener nofollow ugc'],
]

/** What stands in the place of something that a visitor has to ask for: a link, or inside a link its words. */
const plainLink = (attributes: readonly Attribute[], words: string, { inLink }: Walk): Child =>
  inLink ? text(words) : element('a', attributes, [text(words)])

/** A frame: the embed document of its service, or a link to where it would have gone. */
export function cleanFrame(node: Element, walk: Walk): readonly Child[] {
  noteHosts(node, walk, ['src', 'data'])
  const address = readAddress(attributeOf(node, 'src') || attributeOf(node, 'data'))
  if (address?.kind !== 'foreign') {
    walk.found({ kind: 'frame', host: null, became: 'removed' })
    return []
  }
  const { url } = address
  const embed = walk.inLink ? null : walk.rules.embed(url)
  walk.found({ kind: 'frame', host: url.host, became: embed === null ? 'linked' : 'embedded' })
  const title = attributeOf(node, 'title').trim().slice(0, 200)
  if (embed === null) return [plainLink(linkTo(url), title || walk.rules.linkText('frame', url.host), walk)]
  return [
    element(
      'iframe',
      [
        ['src', embed.src],
        ['title', title || embed.title],
        ['loading', 'lazy'],
      ],
      [],
    ),
  ]
}

const DATA_IMAGE = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[a-z0-9+/=\s]*$/i
const MAX_DATA_IMAGE = 100_000
const SIZE = /^\d{1,4}$/

/** An image: shown when it is the portal's own or of a declared host, else a link to it. */
export function cleanImage(node: Element, walk: Walk): readonly Child[] {
  noteHosts(node, walk, ['src', 'srcset'])
  const named = attributeOf(node, 'src') || (listedAddresses(attributeOf(node, 'srcset'))[0] ?? '')
  const alt = attributeOf(node, 'alt').trim().slice(0, 500)
  if (DATA_IMAGE.test(named) && named.length <= MAX_DATA_IMAGE) return [shownImage(node, named, alt)]
  const address = readAddress(named)
  if (address?.kind === 'own') return [shownImage(node, address.path, alt)]
  if (address?.kind !== 'foreign') {
    walk.found({ kind: 'image', host: null, became: 'removed' })
    return []
  }
  const { url } = address
  const shown = walk.rules.image(url)
  walk.found({ kind: 'image', host: url.host, became: shown?.became ?? 'linked' })
  return [
    shown === null
      ? plainLink(linkTo(url), alt || walk.rules.linkText('image', url.host), walk)
      : shownImage(node, shown.src, alt),
  ]
}

function shownImage(node: Element, src: string, alt: string): Child {
  const sizes = ['width', 'height'].flatMap((name): Attribute[] => {
    const value = attributeOf(node, name)
    return SIZE.test(value) ? [[name, value]] : []
  })
  return element('img', [['src', src], ['alt', alt], ...sizes, ['loading', 'lazy']], [])
}

/** A film or a sound: a link to it, whoever's it is. */
export function cleanMedia(node: Element, walk: Walk): readonly Child[] {
  const places = [node, ...elementsIn(node)]
  for (const place of places) noteHosts(place, walk, place.tagName === 'track' ? [] : ['src'])
  const named = places
    .filter(({ tagName }) => tagName !== 'track')
    .map(place => attributeOf(place, 'src'))
    .find(src => src !== '')
  const address = readAddress(named ?? '')
  if (address?.kind === 'own') return [plainLink([['href', address.path]], fileName(address.path), walk)]
  if (address?.kind !== 'foreign') return []
  const { url } = address
  walk.found({ kind: 'media', host: url.host, became: 'linked' })
  return [plainLink(linkTo(url), walk.rules.linkText('media', url.host), walk)]
}

const fileName = (path: string): string => path.split(/[?#]/)[0]?.split('/').at(-1) || path
