import { after, before, describe } from 'node:test'
import type { RecordStore } from '../../src/app/ports/record-store.ts'
import { failsInCatalogue, keepsAnswersApart } from './record-store-faults.ts'
import { never, type Query, statement } from './record-store-kit.ts'
import { loadsTables } from './record-store-loads.ts'
import { stopsWhenLeft, streams } from './record-store-streams.ts'
import { bindsParams, tellsTraits, writesValues } from './record-store-values.ts'

/** A record store under test and how to end it. */
export interface OpenedStore {
  readonly store: RecordStore
  readonly close: () => Promise<void>
}

/** The contract of the `RecordStore` port, for any engine `open` gives. */
export function recordStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`record store: ${name}`, () => {
    let opened: OpenedStore
    before(async () => {
      opened = await open()
    })
    after(() => opened?.close())
    const store = () => opened.store
    const query: Query = (sql, params) => store().query(statement(sql, params), 'page', never)

    tellsTraits(store)
    writesValues(query)
    bindsParams(query)
    loadsTables(store, query)
    failsInCatalogue(store, query)
    keepsAnswersApart(store, query)
    streams(store)
    stopsWhenLeft(store, query)
  })
}
