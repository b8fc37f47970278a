import assert from 'node:assert/strict'
import { test } from 'node:test'
import { translator } from '../core/i18n/translate.ts'
import { createOutput } from './output.ts'

function speak({ json = false, terminal = false } = {}) {
  const said = { out: '', err: '' }
  const output = createOutput({
    json,
    stdout: { write: text => (said.out += text) },
    stderr: { write: text => (said.err += text), isTTY: terminal },
    translate: translator('en'),
  })
  return { said, output }
}

test('output: a foreign text cannot steer the terminal', () => {
  const { said, output } = speak()
  output.result(null, ['\x1b[2Jname\r\x07'])
  output.note('\x1b]0;title\x07')
  assert.doesNotMatch((said.out + said.err).replaceAll('\n', ''), /\p{Cc}/u)
})

const STEERING: Readonly<Record<string, string>> = {
  'a C1 escape': 'cookie\u009b2Jname',
  'an override of the direction': 'evil\u202egro.elpmaxe',
  'an isolate that is never closed': 'a\u2067b',
  'a line of its own': 'name\n3 pages, no difference.',
  'a separator of lines': 'name\u2028next',
}
for (const [what, text] of Object.entries(STEERING))
  test(`output: ${what} in a table is shown, never followed`, () => {
    const { said, output } = speak()
    output.result(null, [text])
    output.note(text)
    output.faults([{ code: 'member_unknown', place: text, params: { member: text } }])
    const json = speak({ json: true })
    json.output.result({ text }, [])
    json.output.faults([{ code: 'member_unknown', place: text, params: { member: text } }])
    for (const heard of [said, json.said])
      assert.doesNotMatch((heard.out + heard.err).replaceAll('\n', ''), /[\p{Cc}\p{Cf}\u2028\u2029]/u)
    assert.equal(said.out.split('\n').length, 2)
    assert.equal(said.err.split('\n').length, 3)
    assert.deepEqual(JSON.parse(json.said.out), { text })
  })

test('output: a fault says its place, its sentence and its hint', () => {
  const { said, output } = speak()
  const hint = { code: 'did_you_mean', params: { name: 'height' } }
  output.faults([{ code: 'member_unknown', place: 'a.json: heigth', params: { member: 'heigth' }, hint }])
  assert.equal(said.err, 'a.json: heigth: heigth is not known here. Did you mean height?\n')
})

test('output: a short work in a pipe is one line', () => {
  const { said, output } = speak()
  const line = output.progress('town/trees')
  for (const share of [0, 0.2, 0.9]) line.update({ step: 'load', share })
  line.end('published')
  assert.equal(said.err, 'town/trees: published\n')
})

test('output: a long work in a pipe says where it is now and then', context => {
  let now = 0
  context.mock.method(performance, 'now', () => now)
  const { said, output } = speak()
  const line = output.progress('town/trees')
  for (; now <= 12_000; now += 1_000) line.update({ step: 'load', share: 0.25 })
  line.end('published')
  assert.equal(said.err, `${'town/trees: loading 25 %\n'.repeat(2)}town/trees: published\n`)
})

test('output: progress on a terminal is one line drawn over again', () => {
  const { said, output } = speak({ terminal: true })
  const line = output.progress('town/trees')
  line.update({ step: 'load', share: 0.5 })
  line.update({ step: 'load', share: 1.7 })
  line.end('published')
  assert.match(said.err, /█{12}░{12} {2}50 %/)
  assert.match(said.err, /█{24}/)
  assert.equal(said.err.split('\n').length - 1, 1)
})

test('output: with JSON, progress and remarks are silent', () => {
  const { said, output } = speak({ json: true, terminal: true })
  output.note('remark')
  const line = output.progress('x')
  line.update({ step: 'load', share: 0.5 })
  line.end('done')
  output.result({ a: 1 }, ['not this'])
  assert.equal(said.err, '')
  assert.deepEqual(JSON.parse(said.out), { a: 1 })
})
