import type { RequestContext } from '../../context.ts'

/** The address that was asked for, without what only its caller may know. */
export function selfOf({ origin, path, query }: RequestContext): string {
  const said = new URLSearchParams([...query].filter(([name]) => name !== 'apikey'))
  return `${origin}${path}${said.size === 0 ? '' : `?${said}`}`
}
