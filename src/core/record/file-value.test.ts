import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileText, fileTextStart, isRecordFileId, readFileText, recordFileId } from './file-value.ts'
import { pictureFormat } from './picture-format.ts'
import { readThumbnailSize } from './thumbnail-size.ts'

const SHA256 = 'ab'.repeat(32)

test('the text of a file begins as it is looked for', () => {
  for (const name of ['a.pdf', 'x/"quoted"\\.pdf', 'é'])
    assert.ok(
      fileText({ name, sha256: SHA256, picture: null }).startsWith(fileTextStart(recordFileId(SHA256))),
    )
  assert.ok(isRecordFileId(recordFileId(SHA256)))
  for (const id of ['', 'AB'.repeat(16), 'ab'.repeat(15), `${'ab'.repeat(16)}\n`, 'g'.repeat(32)])
    assert.equal(isRecordFileId(id), false, id)
})

test('what is kept of a file comes back; what others made of it is read with care', () => {
  const picture = { format: 'png', width: 3, height: 4, orientation: null } as const
  const text = fileText({ name: 'x/été.TXT', sha256: SHA256, picture })
  assert.deepEqual(readFileText(text), { filename: 'été.TXT', mimetype: 'image/png', thumbnail: true })
  const bytes = { mimetype: 'application/octet-stream', thumbnail: false }
  for (const said of [
    '{}',
    '[]',
    '1',
    '{"filename":"","mimetype":"a\\r\\nb: c/d"}',
    '{"mimetype":7,"thumbnail":1}',
  ])
    assert.deepEqual(readFileText(said), { filename: 'file', ...bytes })
})

test('a picture is known by its bytes, not by its name', () => {
  const format = (text: string) => pictureFormat(Buffer.from(text, 'latin1'))
  assert.equal(format('\xff\xd8\xff\xe0'), 'jpeg')
  assert.equal(format('\x89PNG\r\n\x1a\nmore'), 'png')
  assert.equal(format('GIF89a'), 'gif')
  assert.equal(format('RIFF1234WEBPVP8 '), 'webp')
  for (const text of ['', '<svg', 'RIFF1234WAVE', 'BM', '\xff\xd8', 'II*\0', '%PDF', '\0\0\0\x20ftypavif'])
    assert.equal(format(text), null, text)
})

test('a size is one of a short list', () => {
  assert.deepEqual(
    ['40', '41', '300', '1199', '1200', '123456789', '0300'].map(readThumbnailSize),
    [40, 40, 300, 800, 1200, 1200, 300],
  )
  for (const text of ['', '39', '-300', '3e2', '300px', '٣٠٠', '1234567890', ' 300'])
    assert.equal(readThumbnailSize(text), null, text)
})
