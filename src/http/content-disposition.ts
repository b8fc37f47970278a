/** What a header may hold between quotes, the quotes and the backslash apart. */
const UNSAFE = /[^ !#-[\]-~]/g

/** A file to keep, by its name: plainly for old clients, and as it is written (RFC 6266 §4.3, RFC 8187). */
export function attachmentHeader(name: string): string {
  const plain = name.toWellFormed().replace(UNSAFE, '_')
  if (plain === name) return `attachment; filename="${plain}"`
  const exact = encodeURIComponent(name.toWellFormed()).replace(
    /['()*!]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`
}
