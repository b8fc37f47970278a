import type { FastifyRequest } from 'fastify'
import { VitrineError } from '../core/errors.ts'
import { isDevelopmentHost } from '../core/settings/development-host.ts'
import { hostOf } from './asker.ts'
import type { Doors } from './doors.ts'
import { isPortReached, readHost } from './host.ts'

/** Whether a trusted proxy passed the request on. */
const isForwarded = (request: FastifyRequest): boolean =>
  (request.ips?.length ?? 0) > 1 || request.host !== request.raw.headers.host

/**
 * The host that a request names, when it names one, once, with a port that leads here; rejects with `host_unknown`, or
 * `request_malformed` for two of them (RFC 9112 §3.2). Whether it is a portal's is for the caller to see.
 */
export function ownHost(
  { secure }: Pick<Doors, 'secure'>,
  request: FastifyRequest,
): { readonly name: string; readonly port: string } {
  const { rawHeaders, socket } = request.raw
  if (rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length > 1)
    throw new VitrineError('request_malformed')
  const host = readHost(hostOf(request))
  if (host === null) throw new VitrineError('host_unknown')
  const scheme = secure || request.protocol === 'https' ? 'https' : 'http'
  const isOurs =
    isDevelopmentHost(host.name) ||
    isPortReached(host.port, { scheme, localPort: socket.localPort, forwarded: isForwarded(request) })
  if (!isOurs) throw new VitrineError('host_unknown')
  return host
}
