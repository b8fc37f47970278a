import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isExempt } from '../../src/core/privacy/self-assessment.ts'
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

test('the running deployment assesses itself: every criterion holds, the names are those that are sent', async () => {
  const all = await town.application.selfAssess(null)
  assert.deepEqual(all.map(({ portal, statistics }) => [portal, statistics]).sort(), [
    ['town', 'none'],
    ['trees', 'none'],
  ])
  assert.ok(all.every(isExempt))
  const [session] =
    (await town.application.selfAssess('town'))[0]?.criteria.filter(({ id }) => id === 'session') ?? []
  assert.equal(session?.setting, 'sessionid; authentication; session; HttpOnly; SameSite=Lax')
})
