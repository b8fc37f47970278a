import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { brandColours, brandFault } from './brand.ts'
import { contrastRatio, type Rgb, readColour, writeColour } from './contrast.ts'

const colour = (text: string): Rgb => {
  const read = readColour(text)
  assert.ok(read, text)
  return read
}

const ratio = (one: string, other: string): number => contrastRatio(colour(one), colour(other))

const anyColour = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255))
  .map(([red, green, blue]) => writeColour([red, green, blue]))

describe('contrast', () => {
  test('known values of WCAG', () => {
    assert.equal(ratio('#000000', '#ffffff'), 21)
    assert.equal(ratio('#ffffff', '#ffffff'), 1)
    assert.equal(ratio('#777777', '#ffffff').toFixed(2), '4.48')
    assert.equal(ratio('#767676', '#ffffff').toFixed(2), '4.54')
    assert.equal(ratio('#ffffff', '#0b5d5e').toFixed(1), ratio('#0b5d5e', '#ffffff').toFixed(1))
  })

  test('only #rrggbb is a colour', () => {
    for (const text of ['', '#fff', 'red', '#12345g', '#1234567', ' #123456', 'rgb(0,0,0)', '#123456;}'])
      assert.equal(readColour(text), null, text)
    assert.deepEqual(readColour('#0B5d5e'), [11, 93, 94])
  })
})

describe('brand', () => {
  test('refused: what is no colour, what does not stand out from paper', () => {
    assert.equal(brandFault('teal'), 'not_a_colour')
    assert.equal(brandFault('#ffdd00'), 'too_light')
    assert.equal(brandFault('#ffffff'), 'too_light')
    assert.equal(brandFault('#e8590c'), null)
    assert.equal(brandFault('#000000'), null)
  })

  test('every brand that is accepted gives text that reaches AA, on light and on dark', () => {
    fc.assert(
      fc.property(anyColour, brand => {
        if (brandFault(brand) !== null) return
        const { onBrand, linkLight, linkDark } = brandColours(brand)
        assert.ok(ratio(brand, onBrand) >= 4.5, `on ${brand}`)
        for (const paper of ['#ffffff', '#f7f7f4'])
          assert.ok(ratio(linkLight, paper) >= 4.5, `${brand} light`)
        for (const paper of ['#101415', '#0b0e0f']) assert.ok(ratio(linkDark, paper) >= 4.5, `${brand} dark`)
      }),
      { numRuns: 2000 },
    )
  })

  test('a brand that is readable already is its own link colour', () => {
    assert.equal(brandColours('#0b5d5e').linkLight, '#0b5d5e')
  })
})
