import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { parseSetCookie } from 'cookie'

/** An answer, whole. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** Values of `Set-Cookie`, as sent. */
  readonly setCookies: readonly string[]
  readonly location: string
}

/** Where a server listens, and how it is reached. */
export interface Site {
  readonly port: number
  readonly scheme: 'http' | 'https'
}

export interface Sent {
  readonly method?: string
  readonly host?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** One request under a host of one's own choice; answers in whatever status. */
export function ask(
  { port, scheme }: Site,
  path: string,
  sent: Sent & { readonly host: string },
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const send = scheme === 'https' ? httpsRequest : httpRequest
  const asked = send(
    {
      ...{ host: '127.0.0.1', port, path, method: sent.method ?? 'GET', agent: false },
      ...{ servername: sent.host, rejectUnauthorized: false },
      headers: { host: `${sent.host}:${port}`, ...sent.headers },
    },
    got => {
      const chunks: Buffer[] = []
      got.on('data', (chunk: Buffer) => chunks.push(chunk))
      got.on('error', reject)
      got.on('end', () =>
        resolve({
          status: got.statusCode ?? 0,
          headers: got.headers,
          text: Buffer.concat(chunks).toString(),
          setCookies: got.headers['set-cookie'] ?? [],
          location: got.headers.location ?? '',
        }),
      )
    },
  )
  asked.on('error', reject)
  asked.end(sent.body)
  return promise
}

/** Fields of a form that a page holds: names and values of what is hidden, of the form that has this text in it. */
function hiddenFields(page: string, mark: string): Record<string, string> {
  const forms = page.match(/<form class="(?:form|inline-form)"[\s\S]*?<\/form>/g) ?? []
  const form = forms.find(one => one.includes(mark)) ?? ''
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')],
    ),
  )
}

/** A browser without scripts: it keeps the cookies of each host, fills in forms and follows nothing by itself. */
export class Visitor {
  readonly #site: Site
  readonly #cookies = new Map<string, Map<string, string>>()
  host: string
  userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  address = '192.0.2.1'

  constructor(site: Site, host: string) {
    this.#site = site
    this.host = host
  }

  /** `https://host:port` as this visitor sees it. */
  get origin(): string {
    return `${this.#site.scheme}://${this.host}:${this.#site.port}`
  }

  /** Names and values that would be sent to the present host. */
  get jar(): Map<string, string> {
    const known = this.#cookies.get(this.host) ?? new Map<string, string>()
    this.#cookies.set(this.host, known)
    return known
  }

  /** The identifier of the session, under either name. */
  get sessionId(): string {
    return this.jar.get('sessionid') ?? this.jar.get('__Host-sessionid') ?? ''
  }

  async go(path: string, sent: Sent = {}): Promise<Answer> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await ask(this.#site, path, {
      ...sent,
      host: sent.host ?? this.host,
      headers: {
        'user-agent': this.userAgent,
        'x-forwarded-for': this.address,
        ...(cookie === '' ? {} : { cookie }),
        ...sent.headers,
      },
    })
    for (const text of answer.setCookies) this.#keep(text)
    return answer
  }

  /** Goes there and on, as long as it is sent on. */
  async follow(answer: Answer): Promise<Answer> {
    let at = answer
    for (let i = 0; i < 5 && at.location !== ''; i++) at = await this.go(at.location)
    return at
  }

  /** Opens the page and sends its form with these fields; `mark` tells forms of one page apart. */
  async submit(path: string, fields: Readonly<Record<string, string>>, mark = ''): Promise<Answer> {
    const page = await this.go(path)
    return this.post(path, { ...hiddenFields(page.text, mark), ...fields })
  }

  /** Sends a form as it is. */
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Sent['headers'] = {},
  ): Promise<Answer> {
    return this.go(path, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.origin, ...headers },
    })
  }

  /** Sends JSON with a token, as an island does. */
  async postJson(path: string, body: unknown): Promise<Answer> {
    const { token } = JSON.parse((await this.go('/api/csrf')).text)
    return this.go(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', origin: this.origin, 'x-csrftoken': token },
    })
  }

  /** The token of the first form of a page. */
  async tokenOn(path: string): Promise<string> {
    return hiddenFields((await this.go(path)).text, '').csrfmiddlewaretoken ?? ''
  }

  #keep(text: string): void {
    const { name, value = '', maxAge } = parseSetCookie(text)
    if (maxAge === 0) this.jar.delete(name)
    else this.jar.set(name, value)
  }
}
