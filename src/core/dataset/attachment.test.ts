import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attachmentId, attachmentOf, mediaTypeOf } from './attachment.ts'

test('identifiers of files as the wire has them', () => {
  const rows = [
    ['method.pdf', 'method_pdf'],
    ['Méthode (été 2024).PDF', 'methode_ete_2024_pdf'],
    ['…', 'file'],
    ['مرحبا.csv', 'csv'],
    ['../../etc/passwd', 'etc_passwd'],
    [`${'x'.repeat(200)}.pdf`, 'x'.repeat(100)],
  ] as const
  assert.deepEqual(
    rows.map(([name]) => attachmentId(name)),
    rows.map(([, id]) => id),
  )
})

test('media types by the ending of a name', () => {
  assert.deepEqual(
    ['a.pdf', 'a.b.GeoJSON', 'a', 'a.', 'a.exe', '.csv', 'constructor', 'a.constructor'].map(mediaTypeOf),
    [
      ...['application/pdf', 'application/geo+json', 'application/octet-stream', 'application/octet-stream'],
      ...['application/octet-stream', 'text/csv', 'application/octet-stream', 'application/octet-stream'],
    ],
  )
})

test('a taken identifier gets a number; what is said goes before what is guessed', () => {
  const file = { name: 'a.pdf', sha256: '0', bytes: 1 }
  assert.equal(attachmentOf({}, file, new Set(['a_pdf', 'a_pdf_2'])).id, 'a_pdf_3')
  assert.deepEqual(attachmentOf({ id: 'x', mimetype: 'a/b', kind: 'alternative_export' }, file, new Set()), {
    ...{ id: 'x', kind: 'alternative_export', title: { '': 'a.pdf' }, description: {}, mimetype: 'a/b' },
    ...file,
  })
})
