/** Markup that `cleanHtml` made; the only thing that pages print without escaping. */
export interface SafeHtml {
  readonly safe: string
}
