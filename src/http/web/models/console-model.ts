import type { DatasetHead } from './dataset-model.ts'

/** What the console asks for. */
export const CONSOLE_VIEWS = ['records', 'facets'] as const
export type ConsoleView = (typeof CONSOLE_VIEWS)[number]

/** Parameters of the console that hold one text, in the order of its form. */
export const CONSOLE_TEXTS = [
  ...['select', 'where', 'group_by', 'order_by', 'facet'],
  ...['limit', 'offset', 'timezone', 'lang'],
] as const
/** Parameters that may be given several times. */
export const CONSOLE_LISTS = ['refine', 'exclude'] as const

export type ConsoleText =
  | 'select'
  | 'where'
  | 'group_by'
  | 'order_by'
  | 'facet'
  | 'limit'
  | 'offset'
  | 'timezone'
  | 'lang'
export type ConsoleList = (typeof CONSOLE_LISTS)[number]

/** What is asked, as typed. */
export interface ConsoleState {
  readonly view: ConsoleView
  readonly texts: Readonly<Record<ConsoleText, string>>
  readonly lists: Readonly<Record<ConsoleList, readonly string[]>>
}

/** A word that the editors complete. */
export interface ConsoleWord {
  readonly label: string
  /** `field` or the kind of a function. */
  readonly kind: string
  /** Beside the word: the type of a field, the call of a function. */
  readonly detail: string
  readonly info: string
}

export interface ConsoleAnswer {
  readonly status: number
  /** Indented JSON; cut off when it is long. */
  readonly text: string
  readonly isCut: boolean
}

/** The API tab of a dataset. */
export interface ConsoleModel {
  readonly head: DatasetHead
  readonly state: ConsoleState
  /** Address of the page without any parameter. */
  readonly action: string
  /** Full address of the request. */
  readonly request: string
  readonly answer: ConsoleAnswer
  /** Why the request is refused, by the parameter that is wrong; `''` for the rest. */
  readonly faults: ReadonlyMap<string, readonly string[]>
  readonly words: readonly ConsoleWord[]
  readonly examples: readonly { readonly label: string; readonly href: string }[]
  /** Values that `refine` and `exclude` may begin with: names of facets. */
  readonly facetNames: readonly string[]
  readonly openApiHref: string
}
