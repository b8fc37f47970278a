/** A square of the map of the world: zoom, column from the west, row from the north (Web Mercator). */
export interface TileSquare {
  readonly z: number
  readonly x: number
  readonly y: number
}

export const DEEPEST_ZOOM = 24

/** Units of a side of a tile, and how far around it is still drawn, so that symbols on a border are whole. */
export const TILE_EXTENT = 4096
export const TILE_MARGIN = 64

/** Reads `z`, `x` and `y` as they stand in an address; null when there is no such square. */
export function readTileSquare(texts: readonly [z: string, x: string, y: string]): TileSquare | null {
  if (!texts.every(text => /^\d{1,8}$/.test(text))) return null
  const [z = 0, x = 0, y = 0] = texts.map(Number)
  return z <= DEEPEST_ZOOM && x < 2 ** z && y < 2 ** z ? { z, x, y } : null
}

export interface Box {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/** Degrees that a tile covers, its margin included. */
export function tileBox({ z, x, y }: TileSquare): Box {
  const margin = TILE_MARGIN / TILE_EXTENT
  const lon = (column: number): number => (column / 2 ** z) * 360 - 180
  const lat = (row: number): number =>
    (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / 2 ** z))) * 180) / Math.PI
  return {
    west: lon(x - margin),
    south: lat(y + 1 + margin),
    east: lon(x + 1 + margin),
    north: lat(y - margin),
  }
}
