import { openConnection } from '../../src/adapters/postgres/connection.ts'
import { openJobQueue } from '../../src/adapters/postgres/job-queue.ts'
import { jobQueueContract } from './job-queue.ts'
import { openMigrated, serversUnderTest, type TestServer } from './postgres-servers.ts'
import { recordingLog } from './recording-log.ts'

/** The suite on a server of its own. */
export const jobsOn = (name: string, open: () => Promise<TestServer>): void =>
  jobQueueContract(name, async () => {
    const server = await open()
    const { target, connection } = await openMigrated(server)
    await connection.close()
    return {
      connect: async () => {
        const own = openConnection(target, recordingLog())
        const queue = await openJobQueue(target, own, recordingLog())
        return {
          ...queue,
          disconnect: async () => {
            await queue.stop()
            await own.close()
          },
        }
      },
      close: () => server.close(),
    }
  })

for (const { name, open } of serversUnderTest()) jobsOn(name, open)
