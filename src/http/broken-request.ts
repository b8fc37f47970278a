import type { Socket } from 'node:net'
import { VitrineError } from '../core/errors.ts'
import { requestId } from './asker.ts'
import type { Doors } from './doors.ts'
import { STATUS } from './errors.ts'
import { CORS_HEADERS, securityHeaders } from './security-headers.ts'

/** Status of a request whose head is larger than anybody reads (RFC 6585 §5). */
export const HEAD_TOO_LARGE = 431

const REASONS: Readonly<Record<number, string>> = {
  [STATUS.invalid]: 'Bad Request',
  [HEAD_TOO_LARGE]: 'Request Header Fields Too Large',
}

/**
 * Answers bytes that are no request, which no route ever sees: as any fault of the API, readable from anywhere. A
 * connection that a browser opened ahead and that carried nothing is closed without a word: the browser would take
 * what is said on it for the answer to the next page.
 */
export function answerBrokenRequest(doors: Doors, error: Error, socket: Socket): void {
  const code: unknown = Reflect.get(error, 'code')
  const isSpare = code === 'ERR_HTTP_REQUEST_TIMEOUT' && socket.bytesRead === 0
  if (code === 'ECONNRESET' || isSpare || !socket.writable) {
    socket.destroy()
    return
  }
  const isLarge = code === 'HPE_HEADER_OVERFLOW'
  const id = requestId()
  const fault = new VitrineError(isLarge ? 'request_too_large' : 'request_malformed')
  doors.metrics.faults.inc({ code: fault.code })
  const { body, type } = doors.fault(fault, {
    ...{
      id,
      surface: 'data',
      portal: null,
      path: '',
      search: '',
      acceptLanguage: undefined,
      asker: 'nobody',
    },
  })
  const bytes = Buffer.from(typeof body === 'string' ? body : '')
  const status = isLarge ? HEAD_TOO_LARGE : STATUS.invalid
  const headers = {
    ...securityHeaders('data', doors.secure),
    ...CORS_HEADERS,
    ...{ 'x-request-id': id, 'cache-control': 'no-store', 'content-type': type },
    ...{ 'content-length': String(bytes.byteLength), connection: 'close' },
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${REASONS[status]}\r\n${lines.join('')}\r\n${bytes.toString()}`)
}
