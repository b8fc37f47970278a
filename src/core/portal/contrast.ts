/** A colour in sRGB, channels 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** The colour that `#rrggbb` names, or null. */
export function readColour(text: string): Rgb | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text)
  if (match === null) return null
  const channel = (index: number) => Number.parseInt(match[index] ?? '', 16)
  return [channel(1), channel(2), channel(3)]
}

/** `#rrggbb` in lower case. */
export const writeColour = (colour: Rgb): string =>
  `#${colour.map(channel => Math.round(channel).toString(16).padStart(2, '0')).join('')}`

function linear(channel: number): number {
  const share = channel / 255
  return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/** Relative luminance, 0 to 1 (WCAG 2.2). */
const luminance = ([red, green, blue]: Rgb): number =>
  0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)

/** Contrast of two colours, 1 to 21 (WCAG 2.2). */
export function contrastRatio(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const STEPS = 100

/** The colour nearest to `from`, on its way to `towards`, that reaches `ratio` against every ground. */
export function moveUntilReadable(from: Rgb, towards: Rgb, grounds: readonly Rgb[], ratio: number): Rgb {
  for (let step = 0; step < STEPS; step++) {
    const mix = (index: 0 | 1 | 2) =>
      Math.round(from[index] + ((towards[index] - from[index]) * step) / STEPS)
    const colour: Rgb = [mix(0), mix(1), mix(2)]
    if (grounds.every(ground => contrastRatio(colour, ground) >= ratio)) return colour
  }
  return towards
}
