import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { breakOffWhenStalled } from './stalled-reader.ts'

const PATIENCE = 200

/** Asks a server that answers with `write`; the outcome is that of the server. */
async function outcome(
  write: (response: ServerResponse) => Promise<void>,
  read: (client: Socket) => void,
): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const server = createServer((_request, response) => {
    breakOffWhenStalled(response, PATIENCE)
    write(response).then(
      () => resolve('whole'),
      () => resolve('broken off'),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.on('error', () => undefined)
  client.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  read(client)
  const said = await Promise.race([promise, sleep(5000, 'still there', { ref: false })])
  client.destroy()
  server.close()
  return said
}

async function* endless(): AsyncGenerator<Uint8Array> {
  while (true) yield new Uint8Array(65_536)
}

test('attack: a reader who stops reading does not hold a stream for ever', async () => {
  const stalled = await outcome(
    response => pipeline(Readable.from(endless()), response),
    client => client.pause(),
  )
  assert.equal(stalled, 'broken off')
})

test('a stream that waits for its source is not broken off', async () => {
  async function* slow(): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < 3; n++) {
      yield new Uint8Array(10)
      await sleep(2 * PATIENCE)
    }
  }
  const waiting = await outcome(
    response => pipeline(Readable.from(slow()), response),
    client => client.resume(),
  )
  assert.equal(waiting, 'whole')
})
