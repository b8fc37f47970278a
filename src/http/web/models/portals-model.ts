import type { Assets } from '../assets.ts'
import type { Said } from './text.ts'

/** The operator's list of the portals of a deployment; it belongs to no portal. */
export interface PortalsModel {
  readonly language: string
  readonly assets: Assets
  /** A theme to borrow, `themeHref(brand)`. */
  readonly theme: string
  readonly portals: readonly PortalEntry[]
}

export interface PortalEntry {
  readonly slug: string
  readonly title: Said
  readonly href: string
  readonly hosts: readonly string[]
  readonly languages: readonly string[]
  readonly datasets: number | null
}
