import type { FunctionEntry, FunctionKind } from './function-reference.ts'

/** An address of the API, as the reference tells of it. */
export interface OperationEntry {
  /** Path below the root, `{name}` for what is to be filled in. */
  readonly path: string
  readonly about: string
  readonly parameters: readonly string[]
  /** Where it can be opened as it stands; null when something has to be filled in. */
  readonly href: string | null
}

export interface ParameterEntry {
  readonly name: string
  readonly about: string
  /** Default and bounds in words. */
  readonly notes: readonly string[]
  readonly example: string
}

/** Faults of one status. */
export interface FaultEntry {
  readonly status: number
  readonly about: string
  readonly codes: readonly string[]
}

/** The reference of the API, as a developer reads it. */
export interface ApiModel {
  /** Questions that run, on a dataset of the portal; null while there is none. */
  readonly example: {
    readonly title: string
    readonly request: string
    readonly links: readonly { readonly label: string; readonly href: string }[]
  } | null
  /** What all paths stand below. */
  readonly root: string
  readonly openApiHref: string
  readonly operations: readonly OperationEntry[]
  readonly parameters: readonly ParameterEntry[]
  readonly functions: ReadonlyMap<FunctionKind, readonly FunctionEntry[]>
  readonly faults: readonly FaultEntry[]
}
