import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CODE, EngineError, engineError, httpStatus } from './engine-error.ts'
import type { Executor } from './executor.ts'
import { type HostRequest, parseRequest } from './request.ts'
import { firstKeyword } from './sql-text.ts'

/** Statement texts larger than this are refused; values travel in the address. */
const MAX_SQL_BYTES = 4 << 20

/** ClickHouse's HTTP interface as far as we use it: `GET /ping` and `POST /?query=…`. */
export function createHost(executor: () => Executor | null): Server {
  const server = createServer({ maxHeaderSize: 4 << 20, requestTimeout: 0 }, (request, response) => {
    const running = executor()
    if (request.url === '/ping') return reply(response, running === null ? 503 : 200, 'Ok.\n')
    if (running === null)
      return refuse(response, new EngineError(CODE.stopping, 'The engine host is not ready'))
    void serve(running, request, response)
  })
  server.keepAliveTimeout = 0
  return server
}

async function serve(executor: Executor, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new EngineError(CODE.cancelled, 'The client has gone'))
  })
  response.on('error', () => {})
  try {
    const request = parseRequest(message.url ?? '/')
    if (request.queryId !== '') response.setHeader('X-ClickHouse-Query-Id', request.queryId)
    await dispatch(executor, request, { message, response, signal: gone.signal })
  } catch (thrown) {
    if (response.headersSent) response.destroy()
    else if (!gone.signal.aborted) refuse(response, engineError(thrown))
    message.resume()
  }
}

interface Exchange {
  readonly message: IncomingMessage
  readonly response: ServerResponse
  readonly signal: AbortSignal
}

async function dispatch(executor: Executor, request: HostRequest, exchange: Exchange): Promise<void> {
  const { message, response, signal } = exchange
  if (firstKeyword(request.query) === 'INSERT') {
    await executor.insert(request, bodyOf(message), signal)
    return reply(response, 200, '')
  }
  const sql = `${request.query}${await readText(message)}`
  response.setHeader('X-ClickHouse-Format', request.format)
  if (request.buffered) return reply(response, 200, await executor.answer(request, sql, signal))
  await executor.stream(request, sql, {
    signal,
    write: async chunks => {
      response.writeHead(200)
      await pipeline(Readable.from(chunks, { objectMode: false }), response)
    },
  })
}

/** The body, left open when reading stops early: a destroyed request could not be answered. */
const bodyOf = (message: IncomingMessage): AsyncIterable<Buffer> =>
  message.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>

async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of bodyOf(message)) {
    length += chunk.length
    if (length > MAX_SQL_BYTES) throw new EngineError(CODE.queryTooLarge, 'The statement is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function reply(response: ServerResponse, status: number, body: string | Uint8Array): void {
  response.writeHead(status, { 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}

function refuse(response: ServerResponse, error: EngineError): void {
  const status = httpStatus(error.code)
  response.setHeader('X-ClickHouse-Exception-Code', error.code)
  if (status === 503) response.setHeader('Retry-After', '1')
  const text = error.message.startsWith('Code: ')
    ? error.message
    : `Code: ${error.code}. DB::Exception: ${error.message}`
  reply(response, status, `${text.trimEnd()}\n`)
}
