import { kindOf, type Reading } from './expectation.ts'

const NULL = '\u0000'

/** The value that Explore v2.1 puts on the wire (explore-api §9.4) for a canonical cell of the independent readers. */
export const wireOfCell = (cell: string, reading: Reading): unknown => {
  if (cell === NULL) return null
  switch (kindOf(reading)) {
    case 'list':
      return cell.slice(1).split('\u001f')
    case 'int':
    case 'double':
    case 'boolean':
    case 'json_blob':
      return JSON.parse(cell)
    case 'datetime':
      return cell.replace('Z', '+00:00')
    case 'geo_point_2d': {
      const [lon, lat] = cell.split(',').map(Number)
      return { lon, lat }
    }
    case 'geo_shape':
      return { type: 'Feature', geometry: JSON.parse(cell), properties: {} }
    default:
      return cell
  }
}
