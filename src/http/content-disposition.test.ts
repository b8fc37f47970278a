import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attachmentHeader } from './content-disposition.ts'

test('names of files as headers may hold them', () => {
  const rows = [
    ['method.pdf', 'attachment; filename="method.pdf"'],
    ['a b.pdf', 'attachment; filename="a b.pdf"'],
    ['a"b\\c.pdf', `attachment; filename="a_b_c.pdf"; filename*=UTF-8''a%22b%5Cc.pdf`],
    ["l'été.csv", `attachment; filename="l'_t_.csv"; filename*=UTF-8''l%27%C3%A9t%C3%A9.csv`],
    ['a\r\nx: y', `attachment; filename="a__x: y"; filename*=UTF-8''a%0D%0Ax%3A%20y`],
    ['\ud800', `attachment; filename="_"; filename*=UTF-8''%EF%BF%BD`],
  ] as const
  for (const [name, header] of rows) assert.equal(attachmentHeader(name), header)
})
