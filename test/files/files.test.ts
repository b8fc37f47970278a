import { after, before } from 'node:test'
import { accessRows } from './access.ts'
import { archiveOf, treesArchive } from './archives.ts'
import { keepingRows } from './keeping.ts'
import { sendingRows } from './sending.ts'
import { openServed, type Served } from './served.ts'
import { thumbnailRows } from './thumbnails.ts'
import { valueRows } from './values.ts'

let served: Served | undefined

/** The portal of these tests. */
const opened = (): Served => {
  if (served === undefined) throw new Error('not open yet')
  return served
}

before(async () => {
  served = await openServed()
  await served.publish('trees', { name: 'trees.zip', bytes: await archiveOf(await treesArchive()) })
})

after(() => served?.[Symbol.asyncDispose]())

valueRows(opened)
sendingRows(opened)
thumbnailRows(opened)
accessRows(opened)
keepingRows(opened)
