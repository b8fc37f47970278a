import assert from 'node:assert/strict'
import { after, before, describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JobKind, JobQueue, JobState } from '../../src/app/ports/job-queue.ts'
import { VitrineError } from '../../src/core/errors.ts'

/** A server with room for queues; each `connect` is what another process would hold. */
export interface OpenedQueues {
  connect(): Promise<JobQueue & { disconnect(): Promise<void> }>
  close(): Promise<void>
}

let kinds = 0

/** A kind of its own for each test, so that none takes another's jobs. */
export const newKind = (settings: Partial<Omit<JobKind<number>, 'read'>> = {}): JobKind<number> => ({
  name: `kind-${++kinds}`,
  read: payload => {
    if (typeof payload !== 'number') throw new VitrineError('bug')
    return payload
  },
  retries: 2,
  deadlineSeconds: 60,
  parallel: 1,
  ...settings,
})

/** Waits until a job is in a state; fails after a time that no healthy queue needs. */
export async function untilState(queue: JobQueue, id: string, state: JobState, seconds = 20): Promise<void> {
  const until = Date.now() + seconds * 1000
  for (;;) {
    const status = await queue.status(id)
    if (status?.state === state) return
    if (Date.now() > until) assert.fail(`${id} is ${status?.state}, not ${state}`)
    await sleep(20)
  }
}

const forever = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

/** What every implementation of the port must do. */
export function jobQueueContract(name: string, open: () => Promise<OpenedQueues>): void {
  describe(`${name}: jobs`, () => {
    let opened: OpenedQueues
    let queue: Awaited<ReturnType<OpenedQueues['connect']>>
    before(async () => {
      opened = await open()
      queue = await opened.connect()
    })
    after(async () => {
      await queue.disconnect()
      await opened.close()
    })
    runTests(() => queue)
    failureTests(() => queue)
    cancelTests(() => queue)
    stopTests(() => opened)
  })
}

function runTests(queue: () => JobQueue): void {
  test('a job runs with its payload, is told apart by id and ends done', async () => {
    const kind = newKind()
    const seen: unknown[] = []
    await queue().work(kind, async job => void seen.push([job.id, job.payload, job.attempt]))
    const id = await queue().enqueue(kind, 'one', 42)
    await untilState(queue(), id, 'done')
    assert.deepEqual(seen, [[id, 42, 1]])
    assert.deepEqual(await queue().status(id), {
      id,
      state: 'done',
      attempt: 1,
      progress: null,
      failure: null,
    })
  })

  test('a job waits for a worker that comes later', async () => {
    const kind = newKind()
    const id = await queue().enqueue(kind, 'one', 1)
    assert.equal((await queue().status(id))?.state, 'waiting')
    await queue().work(kind, async () => undefined)
    await untilState(queue(), id, 'done')
  })

  test('one job stands per key, waiting or running; a finished one makes room', async () => {
    const kind = newKind()
    const ids = await Promise.all(Array.from({ length: 10 }, (_, n) => queue().enqueue(kind, 'same', n)))
    assert.equal(new Set(ids).size, 1)
    const other = await queue().enqueue(kind, 'other', 1)
    assert.notEqual(other, ids[0])
    const gate = Promise.withResolvers<void>()
    await queue().work(kind, () => gate.promise)
    const id = ids[0] ?? ''
    await untilState(queue(), id, 'running')
    assert.equal(await queue().enqueue(kind, 'same', 7), id, 'also while it runs')
    gate.resolve()
    await untilState(queue(), id, 'done')
    assert.notEqual(await queue().enqueue(kind, 'same', 8), id)
  })

  test('as many run at once as the kind says, and no more', async () => {
    const kind = newKind({ parallel: 2 })
    let running = 0
    let most = 0
    await queue().work(kind, async () => {
      most = Math.max(most, ++running)
      await sleep(150)
      running--
    })
    const ids = await Promise.all([1, 2, 3, 4, 5].map(n => queue().enqueue(kind, `k${n}`, n)))
    for (const id of ids) await untilState(queue(), id, 'done')
    assert.equal(most, 2)
  })

  test('a backlog is worked off without a pause between jobs', async () => {
    const kind = newKind()
    const ids = await Promise.all(Array.from({ length: 40 }, (_, n) => queue().enqueue(kind, `k${n}`, n)))
    await queue().work(kind, async () => undefined)
    await untilState(queue(), ids.at(-1) ?? '', 'done')
    for (const id of ids) await untilState(queue(), id, 'done')
  })

  test('progress is seen while a job runs, and no longer', async () => {
    const kind = newKind()
    const gate = Promise.withResolvers<void>()
    await queue().work(kind, async (_job, context) => {
      await context.report({ step: 'read', share: 0.5 })
      await context.report({ step: 'load', share: null })
      await gate.promise
    })
    const id = await queue().enqueue(kind, 'one', 1)
    await untilState(queue(), id, 'running')
    for (let n = 0; n < 100 && (await queue().status(id))?.progress?.step !== 'load'; n++) await sleep(20)
    assert.deepEqual((await queue().status(id))?.progress, { step: 'load', share: null })
    gate.resolve()
    await untilState(queue(), id, 'done')
    assert.equal((await queue().status(id))?.progress, null)
  })

  test('ids that never were are nothing', async () => {
    for (const id of ['', 'x', 'nothing:00000000-0000-0000-0000-000000000000', "a'b:c", 'a\u0000'])
      assert.equal(await queue().status(id), null, id)
    await queue().cancel('nothing:00000000-0000-0000-0000-000000000000')
  })
}

function failureTests(queue: () => JobQueue): void {
  test('a passing fault is tried again, with the attempt counted', async () => {
    const kind = newKind({ retries: 2 })
    const attempts: number[] = []
    await queue().work(kind, async job => {
      attempts.push(job.attempt)
      if (job.attempt < 2) throw new VitrineError('engine_busy')
    })
    const id = await queue().enqueue(kind, 'one', 1)
    await untilState(queue(), id, 'done')
    assert.deepEqual(attempts, [1, 2])
  })

  test('the last attempt leaves its code', async () => {
    const kind = newKind({ retries: 1 })
    await queue().work(kind, async () => {
      throw new VitrineError('engine_unavailable')
    })
    const id = await queue().enqueue(kind, 'one', 1)
    await untilState(queue(), id, 'failed')
    const status = await queue().status(id)
    assert.deepEqual([status?.attempt, status?.failure], [2, 'engine_unavailable'])
  })

  test('a fault that another attempt would meet again fails at once', async () => {
    const kind = newKind({ retries: 5 })
    let attempts = 0
    await queue().work(kind, async () => {
      attempts++
      throw new VitrineError('load_empty')
    })
    const id = await queue().enqueue(kind, 'one', 1)
    await untilState(queue(), id, 'failed')
    assert.equal((await queue().status(id))?.failure, 'load_empty')
    assert.equal(attempts, 1)
  })

  test('what is no fault of the catalogue is a bug, and its text goes nowhere', async () => {
    const kind = newKind({ retries: 0 })
    await queue().work(kind, async () => {
      throw new TypeError('secret detail')
    })
    const id = await queue().enqueue(kind, 'one', 1)
    await untilState(queue(), id, 'failed')
    assert.equal((await queue().status(id))?.failure, 'bug')
  })

  test('a job that outlives its deadline is taken away, its handler told', async () => {
    const kind = newKind({ retries: 0, deadlineSeconds: 1 })
    const told = Promise.withResolvers<void>()
    await queue().work(kind, async (_job, { signal }) => {
      await forever(signal).catch(() => told.resolve())
      await sleep(50)
    })
    const id = await queue().enqueue(kind, 'one', 1)
    await told.promise
    await untilState(queue(), id, 'failed', 30)
    assert.equal((await queue().status(id))?.failure, 'job_deadline')
  })
}

function cancelTests(queue: () => JobQueue): void {
  test('a waiting job that is cancelled never runs', async () => {
    const kind = newKind()
    const id = await queue().enqueue(kind, 'one', 1)
    await queue().cancel(id)
    assert.equal((await queue().status(id))?.state, 'cancelled')
    let ran = false
    await queue().work(kind, async () => {
      ran = true
    })
    const next = await queue().enqueue(kind, 'two', 1)
    await untilState(queue(), next, 'done')
    assert.ok(ran)
    assert.equal((await queue().status(id))?.state, 'cancelled')
    await queue().cancel(id)
  })

  test('a running job that is cancelled hears of it and stays cancelled', async () => {
    const kind = newKind({ retries: 3 })
    let attempts = 0
    const told = Promise.withResolvers<void>()
    await queue().work(kind, async (_job, { signal }) => {
      attempts++
      await forever(signal).finally(told.resolve)
    })
    const id = await queue().enqueue(kind, 'one', 1)
    await untilState(queue(), id, 'running')
    await queue().cancel(id)
    await told.promise
    await sleep(100)
    assert.equal((await queue().status(id))?.state, 'cancelled')
    assert.equal(attempts, 1)
  })
}

function stopTests(opened: () => OpenedQueues): void {
  const twoProcesses = async (t: TestContext) => {
    const [one, two] = await Promise.all([opened().connect(), opened().connect()])
    t.after(() => Promise.all([one.disconnect(), two.disconnect()]))
    return [one, two] as const
  }

  test('a stopped worker gives its job back, and another takes it up at once', async t => {
    const kind = newKind({ retries: 0 })
    const [one, two] = await twoProcesses(t)
    const attempts: string[] = []
    await one.work(kind, async (job, { signal }) => {
      attempts.push(`one ${job.attempt}`)
      await forever(signal)
    })
    const id = await one.enqueue(kind, 'one', 1)
    await untilState(one, id, 'running')
    await one.stop()
    assert.equal((await two.status(id))?.state, 'waiting')
    await two.work(kind, async job => void attempts.push(`two ${job.attempt}`))
    await untilState(two, id, 'done')
    assert.deepEqual(attempts, ['one 1', 'two 2'])
  })

  test('a cancellation from another process reaches the handler', async t => {
    const kind = newKind()
    const [one, two] = await twoProcesses(t)
    const told = Promise.withResolvers<void>()
    await one.work(kind, (_job, { signal }) => forever(signal).finally(told.resolve))
    const id = await two.enqueue(kind, 'one', 1)
    await untilState(two, id, 'running')
    await two.cancel(id)
    await told.promise
    assert.equal((await two.status(id))?.state, 'cancelled')
  })

  test('two workers never run the same job', async t => {
    const kind = newKind({ parallel: 4 })
    const [one, two] = await twoProcesses(t)
    const runs: number[] = []
    const run = async (job: { readonly payload: number }): Promise<void> => {
      runs.push(job.payload)
      await sleep(5)
    }
    await Promise.all([one.work(kind, run), two.work(kind, run)])
    const ids = await Promise.all(Array.from({ length: 40 }, (_, n) => one.enqueue(kind, `k${n}`, n)))
    for (const id of ids) await untilState(two, id, 'done')
    assert.deepEqual(
      runs.sort((a, b) => a - b),
      Array.from({ length: 40 }, (_, n) => n),
    )
  })
}
