import assert from 'node:assert/strict'
import { test } from 'node:test'
import { archiveFiles } from './archive-files.ts'
import type { ZipMember } from './zip-archive.ts'

const member = (name: string, encrypted = false): ZipMember => ({
  ...{ name, encrypted, packed: 1, size: 1 },
  stream: async function* () {
    yield new Uint8Array(1)
  },
})

const TABLE = member('data/trees.csv')

/** What a text finds beside the table, among files of these names. */
const finder = (...names: readonly string[]) => {
  const files = archiveFiles([TABLE, ...names.map(name => member(name))], TABLE, 100)
  return (text: string): string | undefined => files?.find(text)?.name
}

test('a path from the top of the archive, or from the folder of the table', () => {
  const find = finder('photos/a.jpg', 'data/photos/b.jpg', 'c.pdf')
  for (const text of [
    'photos/a.jpg',
    './photos/a.jpg',
    '././photos/a.jpg',
    ' photos/a.jpg\t',
    'photos\\a.jpg',
  ])
    assert.equal(find(text), 'photos/a.jpg', text)
  assert.equal(find('photos/b.jpg'), 'data/photos/b.jpg')
  assert.equal(find('data/photos/b.jpg'), 'data/photos/b.jpg')
  assert.equal(find('c.pdf'), 'c.pdf')
})

test('whatever the case, but the very name goes before another', () => {
  const find = finder('A.jpg', 'a.JPG', 'Photos/Lime.gif')
  assert.deepEqual([find('A.jpg'), find('a.JPG')], ['A.jpg', 'a.JPG'])
  assert.equal(find('a.jpg'), undefined, 'it may be either')
  assert.equal(find('PHOTOS/lime.GIF'), 'Photos/Lime.gif')
})

test('a bare name, where one file alone has it', () => {
  const find = finder('x/deep/one.png', 'x/two.png', 'y/two.png')
  assert.deepEqual([find('one.png'), find('two.png')], ['x/deep/one.png', undefined])
  assert.equal(find('deep/one.png'), undefined, 'a path is a path')
})

test('letters with marks, composed or not', () => {
  const find = finder('été.pdf'.normalize('NFD'), 'hiver/œuvre.pdf')
  assert.equal(find('été.pdf'.normalize('NFC')), 'été.pdf'.normalize('NFD'))
  assert.equal(find('ÉTÉ.PDF'.normalize('NFD')), 'été.pdf'.normalize('NFD'))
  assert.equal(find('ŒUVRE.pdf'), 'hiver/œuvre.pdf')
})

test('nothing leads out of the archive, to the table, or to what is hidden', () => {
  const find = finder('a.jpg', '.hidden.jpg', '__MACOSX/._a.jpg', '.git/config', 'etc/passwd', 'constructor')
  for (const text of [
    ...[
      '../a.jpg',
      '/a.jpg',
      'x/../a.jpg',
      './../a.jpg',
      '..\\a.jpg',
      'C:\\a.jpg',
      'file:///a.jpg',
      '/etc/passwd',
    ],
    ...[
      '../etc/passwd',
      '../../etc/passwd',
      'data/trees.csv',
      'trees.csv',
      '.hidden.jpg',
      '._a.jpg',
      '.git/config',
    ],
    ...['', '.', './', '/', '..', 'a.jpg/', 'a.jpg\0', 'a.jpg%00', '__proto__', 'toString', 'a'.repeat(5000)],
  ])
    assert.equal(find(text), undefined, text)
  assert.equal(find('constructor'), 'constructor')
})

test('encrypted files are nobody’s, doubled names neither’s; a table alone has no files', () => {
  const secret = archiveFiles([TABLE, member('a.jpg', true), member('b.jpg')], TABLE, 1)
  assert.deepEqual([secret?.find('a.jpg'), secret?.find('b.jpg')?.name], [undefined, 'b.jpg'])
  assert.equal(finder('a.jpg', 'a.jpg')('a.jpg'), undefined)
  assert.equal(archiveFiles([TABLE], TABLE, 1), null)
  assert.equal(archiveFiles([TABLE, member('.DS_Store')], TABLE, 1), null)
})
