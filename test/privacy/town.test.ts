import { after, before, test } from 'node:test'
import { languageRows } from './language-rows.ts'
import { openTown, type Town } from './open-town.ts'
import { townRows } from './town-rows.ts'

// The vectors of languages, and the ground rules over the whole table of rows, against the product as it runs.

let town: Town
before(async () => {
  town = await openTown()
})
after(() => town[Symbol.asyncDispose]())

for (const { ids, name, run } of [...languageRows, ...townRows]) test(`${ids}: ${name}`, () => run(town))
