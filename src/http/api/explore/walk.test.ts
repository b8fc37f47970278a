import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redirect } from '../../reply.ts'
import { renamedPath } from './routes.ts'
import { linkHeader } from './walk.ts'

const HREF = 'https://a.example/api/explore/v2.1/catalog/datasets/trees/records'

test('the next page is in the head of an answer, unless the question is too long for one', () => {
  const short = linkHeader(HREF, new URLSearchParams({ limit: '1', cursor: 'before', apikey: 'k' }), 'after')
  assert.deepEqual(short, { link: `<${HREF}?limit=1&cursor=after>; rel="next"` })
  assert.deepEqual(linkHeader(HREF, new URLSearchParams({ where: 'a=1 or '.repeat(1000) }), 'after'), {})
  assert.deepEqual(linkHeader(HREF, new URLSearchParams(), null), {})
})

const RENAMED: readonly [path: string, from: string, expected: string][] = [
  ['/api/explore/v2.1/catalog/datasets/a/records', 'a', '/api/explore/v2.1/catalog/datasets/b/records'],
  ['/api/explore/v2.1/catalog/datasets/api', 'api', '/api/explore/v2.1/catalog/datasets/b'],
  ['/api/explore/v2.1/catalog/datasets/datasets/', 'datasets', '/api/explore/v2.1/catalog/datasets/b/'],
  ['/api/datasets/1.0/explore/records/explore', 'explore', '/api/datasets/1.0/b/records/explore'],
  ['/explore/dataset/dataset/download/', 'dataset', '/explore/dataset/b/download/'],
  ['//api//explore/v2.1/catalog/d%61tasets/%61', 'a', '/api/explore/v2.1/catalog/d%61tasets/b'],
]
for (const [path, from, expected] of RENAMED)
  test(`a renamed dataset: ${path}`, () => assert.equal(renamedPath(path, { from, to: 'b' }), expected))

test('attack: a redirect never leads to another host', () => {
  for (const path of ['//evil.example/', '///evil.example/', '/evil.example/'])
    assert.equal(redirect(path, 302).headers?.location, '/evil.example/')
})
