/** What a developer reads first. */
export interface ApiModel {
  /** A dataset of the portal for the examples; null while there is none. */
  readonly exampleDataset: string | null
  /** `''` while there is none. */
  readonly openApiHref: string
}
