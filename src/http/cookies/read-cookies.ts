const isPadding = (text: string, at: number): boolean => text[at] === ' ' || text[at] === '\t'

/** Without white space around it as RFC 6265 knows it; `trim` takes off more, and so reads a neighbour's name as ours. */
function unpadded(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isPadding(text, start)) start++
  while (end > start && isPadding(text, end - 1)) end--
  return text.slice(start, end)
}

/**
 * Values of cookies by their exact, case-sensitive names. A name that is there twice stands for nothing: somebody else
 * may have set one of them (privacy.md G7, T03, T06, T07). Values are as sent, without quotes taken off or escapes read.
 */
export function readCookies(
  header: string | undefined,
  names: readonly string[],
): { readonly values: ReadonlyMap<string, string>; readonly doubled: readonly string[] } {
  const values = new Map<string, string>()
  const doubled: string[] = []
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=')
    const name = at < 0 ? '' : unpadded(pair.slice(0, at))
    if (!names.includes(name)) continue
    if (values.has(name) || doubled.includes(name)) {
      values.delete(name)
      if (!doubled.includes(name)) doubled.push(name)
    } else values.set(name, unpadded(pair.slice(at + 1)))
  }
  return { values, doubled }
}
