import { VitrineError } from '../../core/errors.ts'
import type { TileSquare } from '../../core/odsql/tile-square.ts'
import type { Prepared as PreparedQuery } from '../../core/sql/prepare.ts'
import { compileTile, isDrawable } from '../../core/sql/tile.ts'
import type { RecordStore } from '../ports/record-store.ts'
import type { Prepared } from './explorer.ts'
import { identityOf, type Target } from './question.ts'

/** A vector tile. */
export interface Tile {
  /** Empty when nothing is in the square. */
  readonly bytes: Uint8Array
  /** Records in the square, and those that the tile shows. */
  readonly total: number
  readonly shown: number
}

/** The tile of a square; rejects with `parameter_invalid` when the records have no place. */
export function tileOf(
  records: RecordStore,
  target: Target,
  { prepared, square }: { readonly prepared: PreparedQuery; readonly square: TileSquare },
): Prepared<Tile> {
  if (!isDrawable(target.table))
    throw new VitrineError('parameter_invalid', {
      ...{ parameter: 'dataset_id', found: 'a dataset without places' },
      expected: 'a dataset with a field of places',
    })
  const identity = identityOf(target, prepared)
  return {
    identity: identity === null ? null : `${identity}\n${square.z}/${square.x}/${square.y}`,
    run: async signal => {
      const tile = compileTile(prepared.planned, target.table, square)
      const [row] = await records.query(tile, 'page', signal)
      const [bytes, total, shown] = row ?? ['', 0, 0]
      return { bytes: Buffer.from(String(bytes), 'base64'), total: Number(total), shown: Number(shown) }
    },
  }
}

export const tileBytes = ({ bytes }: Tile): number => bytes.byteLength
