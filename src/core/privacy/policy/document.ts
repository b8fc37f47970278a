/** A text with its language: one that an owner did not write in the reader's language says which it is in. */
export interface PolicyText {
  readonly text: string
  readonly lang: string
}

export interface PolicyPassage {
  readonly heading: string
  readonly paragraphs: readonly string[]
}

/** A term and what it is. */
export interface PolicyFact {
  readonly term: string
  readonly value: PolicyText
  readonly href?: string
}

/** One thing that is kept in a browser: the four facts of the founding policies, then what they leave out. */
export interface PolicyRow {
  readonly id: string
  readonly provider: string
  readonly function: PolicyText
  /** `''` where it is not said. */
  readonly location: string
  readonly name: string
  readonly purpose: PolicyText
  readonly lifetime: string
  readonly consent: string
  readonly details: readonly PolicyFact[]
}

export interface PolicyTable {
  readonly heading: string
  readonly rows: readonly PolicyRow[]
}

/** Another website that pages may use. */
export interface ServiceRow {
  /** Identifiers of its entries. */
  readonly entries: readonly string[]
  readonly service: PolicyText
  readonly provider: string
  readonly hosts: readonly string[]
  readonly purpose: PolicyText
  readonly disclosed: PolicyText
  readonly stored: readonly {
    readonly id: string
    readonly name: string
    readonly kind: string
    readonly lifetime: string
    readonly purpose: PolicyText
  }[]
  readonly country: string
  /** Who else receives what is disclosed, and where outside the European Economic Area. */
  readonly further: readonly string[]
  readonly way: string
  readonly consent: string
}

export interface KindText {
  readonly kind: string
  readonly name: string
  readonly text: string
  readonly consent: string
  /** How many of it the portal uses. */
  readonly count: string
}

/**
 * A cookie policy in one language, as sentences: what the page lays out, what a version keeps. Equal documents are equal
 * policies; what changes by itself (the last check, the list of versions, a visitor's choice) is not in it.
 */
export interface PolicyDocument {
  readonly language: string
  readonly title: string
  readonly purpose: string
  readonly before: PolicyText | null
  readonly cookie: PolicyPassage
  readonly kinds: { readonly heading: string; readonly kinds: readonly KindText[] }
  readonly used: PolicyPassage
  /** Heads of the columns, in order: the four of the founding policies, then lifetime and consent. */
  readonly columns: readonly [string, string, string, string, string, string]
  readonly necessary: PolicyTable
  /** What the portal keeps beyond that, where it keeps any. */
  readonly further: PolicyTable | null
  readonly statistics: PolicyPassage & { readonly rows: readonly PolicyRow[] }
  readonly others: PolicyPassage & {
    readonly columns: readonly [string, string, string, string, string]
    readonly nothing: string
    readonly services: readonly ServiceRow[]
  }
  readonly rest: PolicyPassage
  readonly choice: PolicyPassage
  readonly after: PolicyText | null
  readonly contact: { readonly heading: string; readonly facts: readonly PolicyFact[] }
}
