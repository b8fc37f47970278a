import { createHash } from 'node:crypto'
import { brandColours } from '../../core/portal/brand.ts'
import { THEME_PATH } from './assets.ts'

/** The served style sheet of a portal: its brand and what follows from it, nothing else. */
export function themeCss(brand: string): string {
  const colours = brandColours(brand)
  return `:root{--brand:${colours.brand};--on-brand:${colours.onBrand};--link:light-dark(${colours.linkLight},${colours.linkDark})}\n`
}

/** Name of a theme's content, for an address that may be cached for ever. */
export const themeHash = (css: string): string =>
  createHash('sha256').update(css).digest('base64url').slice(0, 10)

/** `/theme/<hash>.css` of a brand. */
export const themeHref = (brand: string): string => `${THEME_PATH}${themeHash(themeCss(brand))}.css`
