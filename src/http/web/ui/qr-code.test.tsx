import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from 'uqr'
import { renderPage } from '../render.ts'
import { QrCode } from './qr-code.tsx'

test('every dark module is drawn, none in the white around, and nothing is inline', () => {
  const text = 'otpauth://totp/Open%20Data:ada@example.org?secret=JBSWY3DPEHPK3PXP'
  const html = renderPage(<QrCode text={text} label="For your app" />)
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const drawn = new Set([...html.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`))
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x} ${y}`] : [])))
  assert.deepEqual([...drawn].sort(), dark.sort())
  assert.ok([...drawn].every(at => at.split(' ').every(n => Number(n) >= 4 && Number(n) < size - 4)))
  assert.match(html, new RegExp(`viewBox="0 0 ${size} ${size}" role="img" aria-label="For your app"`))
  assert.doesNotMatch(html, /style=/)
})
