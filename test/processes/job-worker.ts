// Takes jobs of the kind given from the database given; says each attempt, and ends one only when told to by its mode.
import { setTimeout as sleep } from 'node:timers/promises'
import { openConnection, type PostgresTarget } from '../../src/adapters/postgres/connection.ts'
import { openJobQueue } from '../../src/adapters/postgres/job-queue.ts'
import type { JobKind } from '../../src/app/ports/job-queue.ts'
import { recordingLog } from '../contract/recording-log.ts'

const [target = '', name = '', mode = 'end'] = process.argv.slice(2)
const server: PostgresTarget = JSON.parse(target)
const kind: JobKind<number> = { name, read: Number, retries: 2, deadlineSeconds: 600, parallel: 1 }

const queue = await openJobQueue(server, openConnection(server, recordingLog()), recordingLog())
await queue.work(kind, async (job, { signal }) => {
  console.log(`attempt ${job.attempt} ${job.payload}`)
  if (mode === 'hang') await sleep(600_000, undefined, { signal })
})
console.log('working')
