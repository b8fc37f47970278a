import assert from 'node:assert/strict'
import { test } from 'node:test'
import { originUnder, otherHosts } from './host-move.ts'

test('I7: a portal leads to its own hosts alone, never to the one where somebody is', () => {
  const hosts = ['a.example', 'b.example', 'c.example'] as const
  assert.deepEqual(otherHosts({ hosts }, 'b.example'), ['a.example', 'c.example'])
  assert.deepEqual(otherHosts({ hosts: ['a.example'] }, 'a.example'), [])
})

test('another host is reached by the same scheme and port', () => {
  assert.equal(originUnder('https://a.example', 'b.example'), 'https://b.example')
  assert.equal(originUnder('http://a.localhost:8080', 'b.localhost'), 'http://b.localhost:8080')
})
