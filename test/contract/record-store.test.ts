import { openRecordStore } from '../../src/adapters/clickhouse/record-store.ts'
import { startEngine } from './embedded-engine.ts'
import { recordStoreContract } from './record-store.ts'
import { recordingLog } from './recording-log.ts'

const signal = new AbortController().signal

recordStoreContract('embedded engine', async () => {
  const engine = await startEngine()
  const store = await openRecordStore({ socketPath: engine.socketPath }, { log: engine.log, signal })
  return {
    store,
    close: async () => {
      await store.close()
      await engine.remove()
    },
  }
})

const url = process.env.CLICKHOUSE_URL
if (url === undefined) {
  console.log(
    'skipped: record store on a ClickHouse server (set CLICKHOUSE_URL=http://user:password@host:8123)',
  )
} else {
  recordStoreContract('ClickHouse server', async () => {
    const store = await openRecordStore({ url }, { log: recordingLog(), signal })
    return { store, close: () => store.close() }
  })
}
