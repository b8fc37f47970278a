import type { ColumnNames } from './json-columns.ts'
import { MORE } from './json-cursor.ts'
import { noteMembers, readMembers } from './json-record.ts'
import { CLOSE_BRACE, CLOSE_BRACKET, type JsonScanner, OPEN_BRACE, OPEN_BRACKET } from './json-scanner.ts'
import { nextKey } from './json-survey.ts'
import { readJsonText, readValue } from './json-value.ts'
import type { RawValue } from './reader.ts'

/** What one object of a topology has. */
export interface TopoObject {
  readonly name: string
  readonly properties: ColumnNames
  readonly types: Set<string>
  hasIds: boolean
  geometries: number
}

/** A geometry of a topology before its arcs are followed, and its row with the last place still empty. */
export interface TopoGeometry {
  readonly geometry: unknown
  readonly row: RawValue[]
}

/**
 * Visits the geometries of the object at hand with `read`: those of a collection (standing before each) or
 * the object itself. Yields what `read` gave.
 */
export async function* eachGeometry<T>(scanner: JsonScanner, read: () => T): AsyncGenerator<T> {
  if (!(await isCollection(scanner))) {
    yield await scanner.step(read)
    return
  }
  await scanner.step(() => scanner.expect(OPEN_BRACE))
  for (let first = true; ; first = false) {
    const key = await scanner.step(() => nextKey(scanner, first))
    if (key === null) return
    if (key === 'geometries') yield* elements(scanner, read)
    else await scanner.step(() => scanner.skipValue())
  }
}

/** Looks for `geometries` among the first members; the text at hand grows until it shows. */
const isCollection = (scanner: JsonScanner): Promise<boolean> =>
  scanner.step(() =>
    scanner.again(scanner.pos, () => {
      scanner.expect(OPEN_BRACE)
      for (let first = true; scanner.nextItem(CLOSE_BRACE, first) !== CLOSE_BRACE; first = false) {
        if (scanner.readKey() === 'geometries' && scanner.peek() === OPEN_BRACKET) return true
        scanner.skipValue()
      }
      return false
    }),
  )

async function* elements<T>(scanner: JsonScanner, read: () => T): AsyncGenerator<T> {
  await scanner.step(() => scanner.expect(OPEN_BRACKET))
  for (let first = true; ; ) {
    const item = scanner.attempt(() => {
      const code = scanner.nextItem(CLOSE_BRACKET, first)
      return code === CLOSE_BRACKET ? null : { value: read() }
    })
    if (item === MORE) await scanner.refill()
    else if (item === null) return
    else {
      first = false
      yield item.value
    }
  }
}

const eachMember = (scanner: JsonScanner, visit: (key: string) => void): void => {
  scanner.expect(OPEN_BRACE)
  for (let first = true; scanner.nextItem(CLOSE_BRACE, first) !== CLOSE_BRACE; first = false)
    visit(scanner.readKey())
}

/** Passes the geometry at hand, adding what it has. */
export const noteGeometry = (scanner: JsonScanner, found: TopoObject): void => {
  eachMember(scanner, key => {
    const code = scanner.peek()
    if (key === 'properties' && code === OPEN_BRACE) noteMembers(scanner, found.properties)
    else if (key === 'type') {
      const type = readValue(scanner)
      if (typeof type === 'string') found.types.add(type)
    } else {
      scanner.skipValue()
      found.hasIds ||= key === 'id'
    }
  })
  found.geometries++
}

/** Reads the geometry at hand: id, properties, and an empty place for the geometry. */
export const readGeometry = (scanner: JsonScanner, found: TopoObject): TopoGeometry => {
  const offset = found.hasIds ? 1 : 0
  const row = new Array<RawValue>(offset + found.properties.names.length + 1).fill(null)
  const geometry: Record<string, unknown> = {}
  eachMember(scanner, key => {
    const code = scanner.peek()
    if (key === 'properties' && code === OPEN_BRACE) readMembers(scanner, found.properties, row, offset)
    else if (key === 'id') row[0] = readValue(scanner)
    else if (/^(?:type|arcs|coordinates|geometries)$/.test(key))
      geometry[key] = JSON.parse(readJsonText(scanner))
    else scanner.skipValue()
  })
  return { geometry, row }
}
