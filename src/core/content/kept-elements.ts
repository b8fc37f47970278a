/** Elements that stay, with the attributes that stay beside `lang` and `dir`. Everything else is none of these. */
export const KEPT: ReadonlyMap<string, readonly string[]> = new Map([
  ...['p', 'br', 'hr', 'ul', 'dl', 'dt', 'dd', 'li', 'b', 'i', 'em', 'strong', 'u', 's', 'small', 'mark'].map(
    none,
  ),
  ...['blockquote', 'code', 'pre', 'kbd', 'samp', 'var', 'cite', 'q', 'sub', 'sup', 'del', 'ins'].map(none),
  ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'figure', 'figcaption'].map(none),
  ...['details', 'summary', 'dfn'].map(none),
  ['ol', ['start', 'reversed']],
  ['abbr', ['title']],
  ['th', ['scope', 'colspan', 'rowspan']],
  ['td', ['colspan', 'rowspan']],
  ['a', ['hreflang']],
])

function none(name: string): readonly [string, readonly string[]] {
  return [name, []]
}

/** Elements that go with everything in them: what is inside is no text for readers. */
export const GONE: ReadonlySet<string> = new Set([
  ...['script', 'style', 'template', 'noscript', 'title', 'head', 'meta', 'link', 'base', 'param', 'track'],
  ...['textarea', 'select', 'option', 'datalist', 'input', 'button', 'xmp', 'plaintext', 'listing'],
  ...['noembed', 'noframes', 'applet', 'canvas', 'map', 'area', 'dialog', 'slot', 'menuitem', 'keygen'],
])

/** Elements that open a document of somebody else in a page. */
export const FRAMES: ReadonlySet<string> = new Set([
  ...['iframe', 'frame', 'object', 'embed', 'portal', 'fencedframe'],
])

/** Values that an attribute may have; every attribute that stays is here. */
export const ATTRIBUTE_VALUES: Readonly<Record<string, RegExp>> = {
  lang: /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i,
  hreflang: /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i,
  dir: /^(?:ltr|rtl|auto)$/i,
  start: /^-?\d{1,6}$/,
  reversed: /^/,
  title: /^.{0,500}$/s,
  scope: /^(?:row|col|rowgroup|colgroup)$/i,
  colspan: /^\d{1,3}$/,
  rowspan: /^\d{1,3}$/,
}
