import { contrastRatio, moveUntilReadable, type Rgb, readColour, writeColour } from './contrast.ts'

/** Colours of a portal, all from its one brand colour: the brand, text on it, and links on light and dark paper. */
export interface BrandColours {
  readonly brand: string
  readonly onBrand: string
  readonly linkLight: string
  readonly linkDark: string
}

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]
/** The lightest and darkest grounds that text stands on (tokens of `styles/tokens.css`). */
const LIGHT_GROUNDS: readonly Rgb[] = [WHITE, [247, 247, 244]]
const DARK_GROUNDS: readonly Rgb[] = [
  [16, 20, 21],
  [34, 40, 42],
]

/** Text needs 4.5, lines and marks 3 (WCAG 2.2 AA, 1.4.3 and 1.4.11). */
const AA_TEXT = 4.5
const AA_MARK = 3
/** Coloured text on black tires the eye at the bare minimum. */
const DARK_TEXT = 6

/**
 * Why a brand colour is refused: it is not `#rrggbb`, or its marks would not stand out from white paper.
 * `null` when it may be used.
 */
export function brandFault(brand: string): 'not_a_colour' | 'too_light' | null {
  const colour = readColour(brand)
  if (!colour) return 'not_a_colour'
  return contrastRatio(colour, WHITE) < AA_MARK ? 'too_light' : null
}

/** The colours that follow from a brand that {@link brandFault} accepts; every text on or in them reaches AA. */
export function brandColours(brand: string): BrandColours {
  const colour = readColour(brand) ?? BLACK
  return {
    brand: writeColour(colour),
    onBrand: contrastRatio(colour, WHITE) >= AA_TEXT ? '#ffffff' : '#000000',
    linkLight: writeColour(moveUntilReadable(colour, BLACK, LIGHT_GROUNDS, AA_TEXT)),
    linkDark: writeColour(moveUntilReadable(colour, WHITE, DARK_GROUNDS, DARK_TEXT)),
  }
}
