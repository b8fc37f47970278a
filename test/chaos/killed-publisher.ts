import { startWorker } from '../../src/app/jobs/worker.ts'
import type { Ports } from '../../src/app/ports/ports.ts'
import { publishAndWait } from '../../src/main/publish-and-wait.ts'
import { openTestDeployment } from './open-test-deployment.ts'

// Publishes a file and kills itself, with SIGKILL, at the k-th call of a port: before it is made, or just after it
// succeeded. Prints the calls; exits 0 when the publication ended before the k-th call.

const [home = '', file = '', when = 'before', at = '0'] = process.argv.slice(2)
const fatal = Number(at)
let calls = 0

const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('unreachable')
}

/** Asking is not a step: only calls that change something count. */
const STEPS = new Set([
  ...['put', 'ensureDataset', 'createRevision', 'markQueued', 'markRunning', 'saveLoad', 'publishRevision'],
  ...['enqueue', 'load', 'ensureTable', 'dropTable', 'clearTable', 'createTable', 'seal'],
])

function wrapped<T extends object>(name: string, port: T): T {
  return new Proxy(port, {
    get: (target, member) => {
      const value: unknown = Reflect.get(target, member)
      if (typeof value !== 'function') return value
      if (!STEPS.has(String(member))) return value.bind(target)
      return async (...args: unknown[]) => {
        calls++
        process.stdout.write(`${calls} ${name}.${String(member)}\n`)
        if (when === 'before' && calls === fatal) die()
        const result: unknown = await value.apply(target, args)
        if (when === 'after' && calls >= fatal) die()
        return result
      }
    },
  })
}

const deployment = await openTestDeployment(home)
const { ports } = deployment
const dying: Ports = {
  ...ports,
  catalog: wrapped('catalog', ports.catalog),
  records: wrapped('records', ports.records),
  blobs: wrapped('blobs', ports.blobs),
  jobs: wrapped('jobs', ports.jobs),
  ingest: wrapped('ingest', ports.ingest),
}
await startWorker(dying, { parallel: 1, keepRevisions: 1 }, () => Promise.resolve())
await publishAndWait(
  { ...deployment, ports: dying },
  { portal: 'steps', datasetId: 'numbers', source: { file }, options: {}, metadata: {} },
  () => undefined,
  new AbortController().signal,
)
await deployment.close()
