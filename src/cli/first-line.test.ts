import assert from 'node:assert/strict'
import { PassThrough, Readable } from 'node:stream'
import { test } from 'node:test'
import { firstLine } from './first-line.ts'

/** A terminal that notes whether it echoes, and what was written to it. */
function terminal() {
  const modes: boolean[] = []
  const stream = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (raw: boolean) => void modes.push(raw),
  })
  return { stream, modes }
}

test('the first line of a pipe, without its end', async () => {
  assert.equal(await firstLine(Readable.from(['se', 'cret\r\nmore\n'])), 'secret')
  assert.equal(await firstLine(Readable.from(['no end'])), 'no end')
  assert.equal(await firstLine(Readable.from([])), '')
})

test('what is typed at a terminal is not shown; afterwards the terminal is as it was', async () => {
  const { stream, modes } = terminal()
  const line = firstLine(stream)
  stream.write('pass\u007fs word\r')
  assert.equal(await line, 'pass word')
  assert.deepEqual(modes, [true, false])
})

test('Ctrl+C at a terminal is heard, and leaves nothing', async () => {
  const { stream, modes } = terminal()
  let interrupted = 0
  const line = firstLine(stream, () => interrupted++)
  stream.write('half\u0003')
  assert.equal(await line, '')
  assert.deepEqual([interrupted, modes], [1, [true, false]])
})
