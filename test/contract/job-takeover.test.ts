import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openJobQueue } from '../../src/adapters/postgres/job-queue.ts'
import { spawnScript } from '../processes/spawned.ts'
import { newKind, untilState } from './job-queue.ts'
import { embeddedServer, openMigrated } from './postgres-servers.ts'
import { recordingLog } from './recording-log.ts'

test('the job of a killed worker is taken over within a minute and repeated', async t => {
  const server = await embeddedServer()
  t.after(() => server.close())
  const { target, connection } = await openMigrated(server)
  t.after(() => connection.close())
  const queue = await openJobQueue(target, connection, recordingLog())
  t.after(() => queue.stop())
  const kind = newKind({ retries: 2, deadlineSeconds: 600 })

  const dying = spawnScript('job-worker.ts', [JSON.stringify(target), kind.name, 'hang'])
  const id = await queue.enqueue(kind, 'one', 7)
  assert.equal(await dying.line('attempt'), '1 7')
  const other = spawnScript('job-worker.ts', [JSON.stringify(target), kind.name])
  t.after(() => other.kill())
  await other.line('working')
  await dying.kill('SIGKILL')
  assert.equal((await queue.status(id))?.state, 'running')
  assert.equal(await queue.enqueue(kind, 'one', 7), id, 'the key stays taken meanwhile')
  assert.equal(await other.line('attempt'), '2 7')
  await untilState(queue, id, 'done')
  assert.equal((await queue.status(id))?.attempt, 2)
})
