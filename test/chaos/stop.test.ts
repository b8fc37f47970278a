import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type RunningDeployment, startDeployment } from './deployment.ts'
import { testPortal } from './open-test-deployment.ts'
import { processesOf } from './process-tree.ts'

// An orderly end: what is being answered is answered, nothing new is let in, nobody is left, the exit code is 0.

const HOST = 'stop.localhost'
const RECORDS = 300_000

let folder = ''
let running: RunningDeployment

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-stop-'))
  const portal = join(folder, 'portals', 'stop')
  await mkdir(portal, { recursive: true })
  const { slug: _slug, ...config } = testPortal('stop')
  await writeFile(join(portal, 'portal.json'), JSON.stringify(config))
  const lines = Array.from({ length: RECORDS }, (_, i) => `${i};a text of some length, number ${i}`)
  await writeFile(join(folder, 'numbers.csv'), `n;text\n${lines.join('\n')}\n`)
  running = await startDeployment({
    portals: join(folder, 'portals'),
    env: { VITRINE_SHUTDOWN_GRACE: '20s' },
  })
  running.command('publish', join(folder, 'numbers.csv'), '--portal', 'stop')
})
after(async () => {
  await running?.stop()
  await rm(folder, { recursive: true, force: true })
})

const open = (path: string): Promise<IncomingMessage> => {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  request({ port: running.port, host: '127.0.0.1', path, headers: { host: HOST }, agent: false }, resolve)
    .on('error', reject)
    .end()
  return promise
}

test('SIGTERM: an export under way is finished, a new request is refused, everybody goes', {
  timeout: 60_000,
}, async () => {
  const answer = await open('/api/explore/v2.1/catalog/datasets/numbers/exports/csv?with_bom=false')
  assert.equal(answer.statusCode, 200, running.said().slice(-1500))
  answer.pause()
  const exited = once(running.launcher, 'exit')
  running.launcher.kill('SIGTERM')
  await sleep(300)
  const late = await running.ask(HOST, '/en/', { patienceMs: 5000 }).catch(() => null)
  assert.ok(late === null || late.status === 503, `a request after the signal got ${late?.status}`)
  let lines = 0
  for await (const chunk of answer) for (const byte of chunk) if (byte === 10) lines++
  assert.equal(lines, RECORDS + 1)
  const [code] = await exited
  assert.equal(code, 0, running.said().slice(-2000))
  await sleep(200)
  assert.deepEqual(processesOf(running.home), [])
})
