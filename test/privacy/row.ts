import type { Rig } from './rig.ts'

/** One vector, or several that one check proves, of `vectors.json`. */
export interface Row {
  /** `C07`; several between commas. */
  readonly ids: string
  readonly name: string
  /** Rejects when the vector does not hold. */
  readonly run: (rig: Rig) => Promise<void>
  /** The only setting in which it means something; both when it is left out. */
  readonly only?: Rig['setting']
}
