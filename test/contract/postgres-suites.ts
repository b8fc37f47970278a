import { accountStore } from '../../src/adapters/postgres/account-store.ts'
import { auditStore } from '../../src/adapters/postgres/audit-store.ts'
import { catalogStore } from '../../src/adapters/postgres/catalog-store.ts'
import { openConnection } from '../../src/adapters/postgres/connection.ts'
import { consentStore } from '../../src/adapters/postgres/consent-store.ts'
import { factorStore } from '../../src/adapters/postgres/factor-store.ts'
import { groupStore } from '../../src/adapters/postgres/group-store.ts'
import { hostMoveStore } from '../../src/adapters/postgres/host-move-store.ts'
import { identityStore } from '../../src/adapters/postgres/identity-store.ts'
import { openJobQueue } from '../../src/adapters/postgres/job-queue.ts'
import { keyStore } from '../../src/adapters/postgres/key-store.ts'
import { policyStore } from '../../src/adapters/postgres/policy-store.ts'
import { recordFileStore } from '../../src/adapters/postgres/record-file-store.ts'
import { sessionStore } from '../../src/adapters/postgres/session-store.ts'
import { accountStoreContract } from './account-store.ts'
import { auditStoreContract } from './audit-store.ts'
import { catalogStoreContract } from './catalog-store.ts'
import { consentStoreContract } from './consent-store.ts'
import { factorStoreContract } from './factor-store.ts'
import { groupStoreContract } from './group-store.ts'
import { hostMoveStoreContract } from './host-move-store.ts'
import { identityStoreContract } from './identity-store.ts'
import { jobQueueContract } from './job-queue.ts'
import { keyStoreContract } from './key-store.ts'
import { policyStoreContract } from './policy-store.ts'
import { openMigrated, type TestServer } from './postgres-servers.ts'
import { recordFileStoreContract } from './record-file-store.ts'
import { recordingLog } from './recording-log.ts'

type Connection = ReturnType<typeof openConnection>

/** A migrated server with the catalogue that every store stands on; `close` ends both. */
async function openStores(open: () => Promise<TestServer>) {
  const server = await open()
  const { target, connection } = await openMigrated(server)
  return {
    ...{ target, connection, catalog: catalogStore(connection) },
    close: async (): Promise<void> => {
      await connection.close()
      await server.close()
    },
  }
}

/** The stores that tell who somebody is. */
const people = (connection: Connection) => ({
  accounts: accountStore(connection),
  sessions: sessionStore(connection),
  keys: keyStore(connection),
})

/** The catalogue's suite on a server of its own. */
export const catalogOn = (name: string, open: () => Promise<TestServer>): void =>
  catalogStoreContract(name, async () => {
    const { connection, ...rest } = await openStores(open)
    return {
      store: catalogStore(connection),
      storeWith: newUid => catalogStore(connection, newUid),
      close: rest.close,
    }
  })

/** The key store's suite on a server of its own. */
export const keysOn = (name: string, open: () => Promise<TestServer>): void =>
  keyStoreContract(name, async () => {
    const { connection, ...rest } = await openStores(open)
    return {
      keys: keyStore(connection),
      ...rest,
    }
  })

/** The suite of people and sessions on a server of its own. */
export const accountsOn = (name: string, open: () => Promise<TestServer>): void =>
  accountStoreContract(name, async () => {
    const { connection, ...rest } = await openStores(open)
    return {
      ...people(connection),
      ...rest,
    }
  })

/** The suite of codes between hosts on a server of its own. */
export const movesOn = (name: string, open: () => Promise<TestServer>): void =>
  hostMoveStoreContract(name, async () => {
    const { connection, ...rest } = await openStores(open)
    return {
      moves: hostMoveStore(connection),
      ...people(connection),
      ...rest,
    }
  })

/** The suite of second factors on a server of its own. */
export const factorsOn = (name: string, open: () => Promise<TestServer>): void =>
  factorStoreContract(name, async () => {
    const { connection, ...rest } = await openStores(open)
    return {
      factors: factorStore(connection),
      ...people(connection),
      ...rest,
    }
  })

/** The suite of identities on a server of its own. */
export const identitiesOn = (name: string, open: () => Promise<TestServer>): void =>
  identityStoreContract(name, async () => {
    const { connection, ...rest } = await openStores(open)
    return {
      identities: identityStore(connection),
      ...people(connection),
      ...rest,
    }
  })

/** The suite of groups on a server of its own. */
export const groupsOn = (name: string, open: () => Promise<TestServer>): void =>
  groupStoreContract(name, async () => {
    const { connection, ...rest } = await openStores(open)
    return {
      groups: groupStore(connection),
      ...people(connection),
      ...rest,
    }
  })

/** The suite of consent on a server of its own. */
export const consentOn = (name: string, open: () => Promise<TestServer>): void =>
  consentStoreContract(name, async () => {
    const { target, connection, catalog, close } = await openStores(open)
    const second = openConnection(target, recordingLog())
    return {
      consent: consentStore(connection),
      other: consentStore(second),
      catalog,
      tamper: async sql => {
        await connection.pool.query(sql)
      },
      close: async () => {
        await second.close()
        await close()
      },
    }
  })

/** The suite of published statements on a server of its own. */
export const policiesOn = (name: string, open: () => Promise<TestServer>): void =>
  policyStoreContract(name, async () => {
    const { connection, ...rest } = await openStores(open)
    return {
      policies: policyStore(connection),
      sql: text => connection.pool.query(text),
      ...rest,
    }
  })

/** The suite of audits on a server of its own. */
export const auditsOn = (name: string, open: () => Promise<TestServer>): void =>
  auditStoreContract(name, async () => {
    const { connection, ...rest } = await openStores(open)
    return {
      audits: auditStore(connection),
      ...rest,
    }
  })

/** The suite of files of records on a server of its own. */
export const recordFilesOn = (name: string, open: () => Promise<TestServer>): void =>
  recordFileStoreContract(name, async () => {
    const { connection, ...rest } = await openStores(open)
    return {
      files: recordFileStore(connection),
      ...rest,
    }
  })

/** The job queue's suite on a server of its own. */
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
