import { catalogStore } from '../../src/adapters/postgres/catalog-store.ts'
import { catalogStoreContract } from './catalog-store.ts'
import { openMigrated, serversUnderTest, type TestServer } from './postgres-servers.ts'

/** The suite on a server of its own. */
export const catalogOn = (name: string, open: () => Promise<TestServer>): void =>
  catalogStoreContract(name, async () => {
    const server = await open()
    const { connection } = await openMigrated(server)
    return {
      store: catalogStore(connection),
      storeWith: newUid => catalogStore(connection, newUid),
      close: async () => {
        await connection.close()
        await server.close()
      },
    }
  })

for (const { name, open } of serversUnderTest()) catalogOn(name, open)
