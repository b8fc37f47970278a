import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../app/ports/log.ts'
import type { Program, RunningProgram } from './program.ts'
import { type Supervised, supervise } from './supervise.ts'

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

function run(script: string): RunningProgram {
  const child = spawn('/bin/sh', ['-c', script], { stdio: 'ignore' })
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
  return {
    pid: child.pid ?? 0,
    ended,
    kill: () => void child.kill('SIGKILL'),
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Starts real children; `failing` says which starts fail. */
function countingProgram(script: string, failing: (start: number) => boolean = () => false) {
  const started: RunningProgram[] = []
  let starts = 0
  const program: Program = {
    name: 'child',
    start: async () => {
      if (failing(++starts)) throw new Error(`start ${starts} fails`)
      const running = run(script)
      started.push(running)
      return running
    },
  }
  return { program, started, starts: () => starts }
}

async function until(holds: () => boolean): Promise<void> {
  for (let n = 0; n < 1000 && !holds(); n++) await sleep(5)
  assert.ok(holds())
}

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const settings = { log: silent, pauses: [0, 5] }

async function supervised(program: Program, use: (kept: Supervised) => Promise<void>): Promise<void> {
  const kept = await supervise(program, settings)
  await use(kept).finally(() => kept.stop())
}

test('a killed child comes back, again and again', async () => {
  const { program, started } = countingProgram('exec sleep 60')
  await supervised(program, async kept => {
    for (let n = 1; n <= 4; n++) {
      await until(() => started.length === n && kept.state() === 'up')
      assert.equal(kept.pid(), started[n - 1]?.pid)
      started[n - 1]?.kill()
    }
    await until(() => started.length === 5)
  })
})

test('a child that ends by itself comes back too, also after starts that fail', async () => {
  const { program, started, starts } = countingProgram('exit 3', start => start > 1 && start % 2 === 0)
  await supervised(program, () => until(() => started.length === 4))
  assert.ok(starts() >= 7)
})

test('the very first start may fail, and says so', async () => {
  const { program } = countingProgram('exec sleep 60', () => true)
  await assert.rejects(supervise(program, settings), /start 1 fails/)
})

test('stopping ends the child and nothing comes back', async () => {
  const { program, started, starts } = countingProgram('exec sleep 60')
  const kept = await supervise(program, settings)
  const pid = kept.pid() ?? 0
  assert.ok(alive(pid))
  await kept.stop()
  assert.deepEqual([kept.state(), kept.pid(), starts()], ['down', null, 1])
  assert.ok(!alive(pid))
  assert.equal((await started[0]?.ended)?.signal, 'SIGTERM')
})

test('stopping while a restart pauses or starts leaves no child', async () => {
  for (const pause of [0, 1, 20]) {
    const { program, started } = countingProgram('exec sleep 60')
    const kept = await supervise(program, { log: silent, pauses: [10] })
    started[0]?.kill()
    await sleep(pause)
    await kept.stop()
    await sleep(20)
    for (const running of started) assert.ok(!alive(running.pid), `after ${pause} ms`)
    assert.equal(kept.state(), 'down')
  }
})

test('a start that is still on its way when we stop is stopped as well', async () => {
  const gate = Promise.withResolvers<void>()
  const started: RunningProgram[] = []
  const program: Program = {
    name: 'slow',
    start: async () => {
      if (started.length > 0) await gate.promise
      const running = run('exec sleep 60')
      started.push(running)
      return running
    },
  }
  const kept = await supervise(program, settings)
  started[0]?.kill()
  await until(() => kept.state() === 'starting')
  await sleep(20)
  const stopped = kept.stop()
  gate.resolve()
  await stopped
  assert.equal(started.length, 2)
  assert.ok(!alive(started[1]?.pid ?? 0))
})
