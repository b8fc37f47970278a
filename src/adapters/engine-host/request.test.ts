import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EngineError } from './engine-error.ts'
import { parseRequest, setParams } from './request.ts'

test('settings keep their order, readonly goes last, parameters stand apart', () => {
  const request = parseRequest(
    '/?readonly=1&max_threads=2&query=SELECT%201&param_p1=a%26b&default_format=CSV&query_id=q&wait_end_of_query=1&log_queries=0',
  )
  assert.deepEqual(request, {
    query: 'SELECT 1',
    format: 'CSV',
    buffered: true,
    queryId: 'q',
    settings: "max_threads='2', log_queries='0', readonly='1'",
    params: new Map([['p1', 'a&b']]),
  })
})

test('a bare address is a stream of TSV without settings', () => {
  for (const url of ['/', '/?']) {
    const { settings, params, format, buffered } = parseRequest(url)
    assert.deepEqual([settings, params.size, format, buffered], ['', 0, 'TabSeparated', false])
  }
})

test('a name that is no identifier never reaches SET', () => {
  for (const name of ['a b', "a'", 'a=1,readonly', 'param_a b', '1a', 'é']) {
    assert.throws(() => parseRequest(`/?${encodeURIComponent(name)}=1`), EngineError, name)
  }
})

test('values of settings and parameters are literals', () => {
  assert.equal(
    parseRequest(`/?a=${encodeURIComponent("1', readonly='0")}`).settings,
    "a='1\\', readonly=\\'0'",
  )
  assert.equal(setParams(new Map([['p1', "a'b\\"]])), "SET param_p1='a\\'b\\\\'")
  assert.equal(setParams(new Map()), '')
})
