import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VitrineError } from '../../../core/errors.ts'
import { exploreFault } from './faults.ts'
import { readExploreParams } from './params.ts'

const read = (query: string) => readExploreParams(new URLSearchParams(query))

test('nothing given: the defaults of explore-api §5.1', () => {
  assert.deepEqual(read(''), {
    select: undefined,
    where: [],
    search: [],
    qv1: [],
    group_by: undefined,
    order_by: undefined,
    refine: [],
    exclude: [],
    facet: [],
    limit: undefined,
    offset: undefined,
    lang: undefined,
    timezone: 'UTC',
    includeLinks: false,
    includeAppMetas: false,
    other: {},
  })
})

test('repeated where, refine, exclude and facet are lists (explore-api §1.3)', () => {
  const params = read('where=a=1&where=b=2&refine=x:1&refine=x:2&exclude=y:3&facet=f&facet=g')
  assert.deepEqual(params.where, ['a=1', 'b=2'])
  assert.deepEqual(params.refine, ['x:1', 'x:2'])
  assert.deepEqual(params.exclude, ['y:3'])
  assert.deepEqual(params.facet, ['f', 'g'])
})

test('repeated select, group_by and order_by are joined; of others the last wins', () => {
  const params = read('select=a&select=b&order_by=a&order_by=b desc&limit=5&limit=7&delimiter=;&delimiter=,')
  assert.equal(params.select, 'a,b')
  assert.equal(params.order_by, 'a,b desc')
  assert.equal(params.limit, '7')
  assert.deepEqual(params.other, { delimiter: ',' })
})

test('legacy spellings of explore-api §1.4', () => {
  const params = read('rows=3&start=20&sort=-a')
  assert.deepEqual([params.limit, params.offset, params.order_by], ['3', '20', '-a'])
})

test('an empty value counts as absent', () => {
  assert.deepEqual(read('where=&select=&limit=&timezone=&include_links='), read(''))
})

test('a plus is a space, percent sequences are UTF-8, broken ones do no harm', () => {
  assert.deepEqual(read('where=a+%3D+%22%C3%A9%22').where, ['a = "é"'])
  assert.deepEqual(read('where=%E9%zz').where, ['\uFFFD%zz'])
})

const REFUSED: readonly [query: string, message: string][] = [
  [
    'include_links=yes',
    'Invalid value for include_links API parameter: yes was found but true or false is expected.',
  ],
  [
    'timezone=Mars/Olympus',
    'Invalid value for timezone API parameter: Mars/Olympus was found but a time zone such as Europe/Paris is expected.',
  ],
]
for (const [query, message] of REFUSED)
  test(`${query} is refused with the place and what is expected`, () => {
    assert.throws(
      () => read(query),
      (error: unknown) => {
        assert.ok(error instanceof VitrineError)
        assert.deepEqual(exploreFault(error), { error_code: 'InvalidRESTParameterError', message })
        return true
      },
    )
  })

test('booleans in any case, zones by name', () => {
  const params = read('include_links=True&include_app_metas=FALSE&timezone=US/Eastern')
  assert.deepEqual(
    [params.includeLinks, params.includeAppMetas, params.timezone],
    [true, false, 'America/New_York'],
  )
})

test('a fault without a wording of its own tells nothing of the inside', () => {
  const fault = exploreFault(new VitrineError('bug', {}, new Error('SELECT secret FROM ds.d_1')))
  assert.deepEqual(fault, {
    error_code: 'InternalServerError',
    message: 'The server could not answer this request.',
  })
})
