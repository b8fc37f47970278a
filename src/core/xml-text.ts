/** Characters that XML 1.0 does not have, not even escaped (§2.2). */
const FORBIDDEN = /[^\t\n\r -\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

const entity = (character: string): string => ENTITIES[character] ?? character

/** Whether a text holds anything that may not stand as it is; most texts do not. */
const SPECIAL = /[^\t\n !#-%'-;=?-\uD7FF\uE000-\uFFFD]/

/** A text between tags. A carriage return is kept; what XML does not have becomes U+FFFD. */
export const characterData = (text: string): string =>
  !SPECIAL.test(text) ? text : text.replace(FORBIDDEN, '\uFFFD').replace(/[&<>\r]/g, entity)

/** A text between double quotes; tabs and line ends are kept. */
export const attribute = (text: string): string =>
  text.replace(FORBIDDEN, '\uFFFD').replace(/[&<>"\t\n\r]/g, entity)
