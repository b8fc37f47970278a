import { city, send } from '../explore/ask-city.ts'
import { CITY } from '../explore/city.ts'

/** Address of the city's portal, as clients are told it. */
export const cityOrigin = (): string => `http://${CITY}:${city().running.port}`

/**
 * `fetch` for clients of the city: the platform's own does not look up names below `localhost`, and some clients insist on
 * TLS, which would end in front of the portal. Every answer is held against the API's document on its way.
 */
export const cityFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init)
  const { pathname, search } = new URL(request.url)
  const { status, headers, bytes } = await send(`${pathname}${search}`, {
    headers: Object.fromEntries(request.headers),
  })
  const told = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
  return new Response(new Uint8Array(bytes), { status, headers: told })
}
