import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PageQueue } from './page-queue.ts'

const drain = (queue: PageQueue): readonly string[] => {
  const page = queue.next()
  return page === undefined ? [] : [page, ...drain(queue)]
}

test('pages of templates that were not seen come first, each page once, none to be avoided', () => {
  const queue = new PageQueue(['/:lang/', '/:lang/about/'], ['/leave'])
  queue.add(['/fr/', '/nl/', '/fr/', '/leave/now', '/fr/about/'])
  assert.deepEqual(drain(queue), ['/fr/', '/fr/about/', '/nl/'])
  queue.add(['/fr/', '/de/'])
  assert.deepEqual(drain(queue), ['/de/'])
})
