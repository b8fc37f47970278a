import { after, before } from 'node:test'
import { type Asking, openAsking } from './asking.ts'
import { banner } from './banner.ts'
import { choices } from './choices.ts'
import { inBrowser } from './in-browser.ts'

let asking: Asking
const opened = (): Asking => asking
before(async () => {
  asking = await openAsking()
})
after(() => asking[Symbol.asyncDispose]())

banner(opened)
choices(opened)
inBrowser(opened)
