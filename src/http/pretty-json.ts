import type { Reply } from './reply.ts'

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|\{\s*\}|\[\s*\]|[{}[\],:]|[^\s"{}[\],:]+/gs

/** JSON text with an indentation; every digit and character of its values stays as it was. */
export function prettyJson(text: string): string {
  const out: string[] = []
  let depth = 0
  const line = (): string => `\n${'  '.repeat(depth)}`
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth++
    if (token === '}' || token === ']') {
      depth--
      out.push(line())
    }
    out.push(token)
    if (token === ',' || token === '{' || token === '[') out.push(line())
    if (token === ':') out.push(' ')
  }
  return out.join('')
}

/** The reply, its JSON indented. */
export const indented = (reply: Reply): Reply =>
  typeof reply.body === 'string' && reply.type.startsWith('application/json')
    ? { ...reply, body: prettyJson(reply.body) }
    : reply
