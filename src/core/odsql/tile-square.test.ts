import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DEEPEST_ZOOM, readTileSquare, TILE_EXTENT, TILE_MARGIN, tileBox } from './tile-square.ts'

test('squares of the map, and nothing else', () => {
  assert.deepEqual(readTileSquare(['0', '0', '0']), { z: 0, x: 0, y: 0 })
  assert.deepEqual(readTileSquare(['3', '7', '0']), { z: 3, x: 7, y: 0 })
  for (const [z, x, y] of [
    ['0', '1', '0'],
    ['3', '0', '8'],
    [String(DEEPEST_ZOOM + 1), '0', '0'],
    ['-1', '0', '0'],
    ['1', '0.5', '0'],
    ['1', '', '0'],
    ['1', '1e0', '0'],
    ['24', '999999999', '0'],
  ] as const)
    assert.equal(readTileSquare([z, x, y]), null, `${z}/${x}/${y}`)
})

test('the world is one square, its border at 180 and 85.05 degrees', () => {
  const { west, south, east, north } = tileBox({ z: 0, x: 0, y: 0 })
  const margin = (360 * TILE_MARGIN) / TILE_EXTENT
  assert.ok(Math.abs(west + 180 + margin) < 1e-9 && Math.abs(east - 180 - margin) < 1e-9)
  assert.ok(south < -85.0511 && south > -86 && north > 85.0511 && north < 86)
})

test('a box is inside that of the square above it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), fc.nat(), (z, a, b) => {
      const [x, y] = [a % 2 ** z, b % 2 ** z]
      const inner = tileBox({ z, x, y })
      const outer = tileBox({ z: z - 1, x: x >> 1, y: y >> 1 })
      assert.ok(inner.west >= outer.west && inner.east <= outer.east)
      assert.ok(inner.south >= outer.south && inner.north <= outer.north)
      assert.ok(inner.west < inner.east && inner.south < inner.north)
    }),
  )
})
