import type { CellValue, FieldView } from '../models/dataset-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { safeUrl } from '../urls.ts'

const LONGEST = 160

/** One value of a record. Data is shown as data: dates in ISO order, coordinates with five places. */
export const Cell = ({ ctx, field, value }: { ctx: PageContext; field: FieldView; value: CellValue }) => {
  if (value === null || value === undefined || value === '')
    return (
      <td class="none">
        <span class="hush">{ctx.t('cell.empty')}</span>
      </td>
    )
  if (typeof value === 'number')
    return (
      <td class="n">{field.id ? String(value) : ctx.formats.figure(value, field.decimals ?? undefined)}</td>
    )
  if (typeof value === 'boolean') return <td>{ctx.t(value ? 'cell.true' : 'cell.false')}</td>
  const text = cellText(field, value)
  const href = field.type === 'text' || field.type === 'file' ? linkOf(value, text) : undefined
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return (
    <td>
      {href === undefined ? (
        <bdi>{shown}</bdi>
      ) : (
        <a href={href} rel="noopener nofollow ugc">
          {field.type === 'file' && isPicture(value, href) && (
            <img src={`${href}/100`} alt="" width={40} height={40} loading="lazy" />
          )}
          {shown}
        </a>
      )}
    </td>
  )
}

/** Whether the values of a field stand at the end of their column. */
export const isNumeric = (field: FieldView): boolean => field.type === 'int' || field.type === 'double'

/** A value as text: the one line that its cell shows. */
export function cellText(field: Pick<FieldView, 'type'>, value: CellValue): string {
  if (Array.isArray(value)) return value.map(entry => cellText(field, entry)).join(', ')
  if (field.type === 'datetime')
    return String(value)
      .replace('T', ' ')
      .replace(/(?::00)?(?:\.000)?(?:\+00:00|Z)$/, '')
  if (typeof value !== 'object' || value === null) return String(value)
  if (field.type === 'geo_point_2d') return `${coordinate(value, 'lat')}, ${coordinate(value, 'lon')}`
  if (field.type === 'geo_shape') return shapeText(value)
  if (field.type === 'file') return String(Reflect.get(value, 'filename') ?? '')
  return JSON.stringify(value)
}

const coordinate = (value: object, name: string): string => {
  const number: unknown = Reflect.get(value, name)
  return typeof number === 'number' ? String(Math.round(number * 1e5) / 1e5) : ''
}

/** Where a point is; of any other shape, what it is. */
function shapeText(value: object): string {
  const geometry: unknown = Reflect.get(value, 'geometry') ?? value
  if (typeof geometry !== 'object' || geometry === null) return ''
  const type = String(Reflect.get(geometry, 'type'))
  const place: unknown = Reflect.get(geometry, 'coordinates')
  if (type !== 'Point' || !Array.isArray(place)) return type
  const [lon, lat]: unknown[] = place
  return cellText({ type: 'geo_point_2d' }, { lon, lat })
}

/** An address of the portal’s own files, of which there may be small pictures. */
const OWN_FILE = /^\/api\/explore\/v2\.1\/catalog\/datasets\/[^/]+\/files\/[0-9a-f]{32}$/

const isPicture = (value: CellValue, href: string): boolean =>
  Reflect.get(Object(value), 'thumbnail') === true && OWN_FILE.test(href)

function linkOf(value: CellValue, text: string): string | undefined {
  if (typeof value === 'string') return /^https?:\/\//i.test(text) ? safeUrl(text) : undefined
  const url: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'url') : undefined
  return typeof url === 'string' ? safeUrl(url) : undefined
}
