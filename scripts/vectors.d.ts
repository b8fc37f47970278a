/** Tests that passed, by file and id. */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>

export declare function idsOf(name: string): readonly string[]

export declare class Tally {
  files: Counts
  add(test: { readonly name: string; readonly file?: string; readonly passed: boolean }): void
}

export declare function lostIds(covered: Counts, observed: Counts, everything: boolean): readonly string[]
export declare function takenIn(covered: Counts, observed: Counts, isThere: (file: string) => boolean): Counts
