import { ColumnNames } from './json-columns.ts'
import { MORE } from './json-cursor.ts'
import { countElements, noteMembers, readElements, readMembers } from './json-record.ts'
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  type JsonScanner,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './json-scanner.ts'
import type { RawValue } from './reader.ts'

/** Objects nested deeper than this are values, never places to look for records. */
const LOOK_DEPTH = 16
const MOST_ARRAYS = 64
const MOST_LABELS = 2000
const MOST_MEMBER_COLUMNS = 2000

/** An array met on the way through a document's objects. */
export interface ArrayFound {
  /** RFC 6901. */
  readonly pointer: string
  readonly parent: ObjectFound | null
  items: number
  objects: number
  arrays: number
  /** Names of the members of its objects. */
  readonly columns: ColumnNames
  /** Elements of its longest array. */
  width: number
  /** The first of its arrays. */
  first: readonly RawValue[]
  /** Its texts, or the names its objects give, when all have one: it may name the columns of another array. */
  labels: string[] | null
}

/** An object met on the way, seen as one record and as records by key. */
export interface ObjectFound {
  readonly columns: ColumnNames
  members: number
  objects: number
  /** Names of the members of its objects, and how many members these have in all. */
  readonly memberColumns: ColumnNames
  memberTotal: number
}

export interface JsonSurvey {
  readonly arrays: readonly ArrayFound[]
  /** The value itself when it is an object. */
  readonly object: ObjectFound | null
}

const LABEL_COLUMNS = new ColumnNames()
for (const name of ['name', 'fieldName', 'id']) LABEL_COLUMNS.add(name)

/** Passes the value at hand, whole, and tells where in it records may lie. */
export const surveyJson = async (scanner: JsonScanner): Promise<JsonSurvey> => {
  const arrays: ArrayFound[] = []
  const code = await scanner.step(() => scanner.peek())
  if (code === OPEN_BRACE) return { arrays, object: await surveyObject(scanner, '', 0, arrays) }
  if (code === OPEN_BRACKET) return { arrays: [await surveyArray(scanner, '', null)], object: null }
  await scanner.step(() => scanner.skipValue())
  return { arrays, object: null }
}

const surveyObject = async (
  scanner: JsonScanner,
  pointer: string,
  depth: number,
  arrays: ArrayFound[],
): Promise<ObjectFound> => {
  const found = {
    columns: new ColumnNames(),
    members: 0,
    objects: 0,
    memberColumns: new ColumnNames(),
    memberTotal: 0,
  }
  await scanner.step(() => scanner.expect(OPEN_BRACE))
  for (; ; found.members++) {
    const key = await scanner.step(() => nextKey(scanner, found.members === 0))
    if (key === null) return found
    if (found.columns.hasRoom) found.columns.add(key)
    const code = await scanner.step(() => scanner.peek())
    const place = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (code === OPEN_BRACE && depth < LOOK_DEPTH) {
      noteChild(found, await surveyObject(scanner, place, depth + 1, arrays))
    } else if (code === OPEN_BRACKET) {
      arrays.push(await surveyArray(scanner, place, found))
      if (arrays.length > MOST_ARRAYS) dropSmallest(arrays)
    } else await scanner.step(() => scanner.skipValue())
  }
}

/** The next member's name, standing behind its colon; null, and the object left, when there is none. */
export const nextKey = (scanner: JsonScanner, first: boolean): string | null =>
  scanner.nextItem(CLOSE_BRACE, first) === CLOSE_BRACE ? null : scanner.readKey()

const noteChild = (found: ObjectFound, child: ObjectFound): void => {
  found.objects++
  found.memberTotal += child.members
  for (const name of child.columns.names) {
    if (found.memberColumns.names.length < MOST_MEMBER_COLUMNS) found.memberColumns.add(name)
  }
}

const dropSmallest = (arrays: ArrayFound[]): void => {
  const smallest = arrays.reduce((small, array) => (array.items < small.items ? array : small))
  arrays.splice(arrays.indexOf(smallest), 1)
}

const surveyArray = async (
  scanner: JsonScanner,
  pointer: string,
  parent: ObjectFound | null,
): Promise<ArrayFound> => {
  const columns = new ColumnNames()
  const found: ArrayFound = {
    pointer,
    parent,
    items: 0,
    objects: 0,
    arrays: 0,
    columns,
    width: 0,
    first: [],
    labels: [],
  }
  await scanner.step(() => scanner.expect(OPEN_BRACKET))
  for (;;) {
    const more = scanner.attempt(() => noteItem(scanner, found))
    if (more === MORE) await scanner.refill()
    else if (!more) return found
  }
}

const noteItem = (scanner: JsonScanner, found: ArrayFound): boolean => {
  const code = scanner.nextItem(CLOSE_BRACKET, found.items === 0)
  if (code === CLOSE_BRACKET) return false
  if (found.items === MOST_LABELS) found.labels = null
  if (code === OPEN_BRACE) noteObject(scanner, found)
  else if (code === OPEN_BRACKET) noteArray(scanner, found)
  else noteScalar(scanner, found, code)
  found.items++
  return true
}

const noteObject = (scanner: JsonScanner, found: ArrayFound): void => {
  const start = scanner.pos
  noteMembers(scanner, found.columns)
  if (found.labels !== null) {
    const row: RawValue[] = []
    scanner.again(start, () => readMembers(scanner, LABEL_COLUMNS, row))
    addLabel(
      found,
      row.find(value => typeof value === 'string'),
    )
  }
  found.objects++
}

const noteArray = (scanner: JsonScanner, found: ArrayFound): void => {
  const start = scanner.pos
  const width = countElements(scanner)
  if (found.arrays === 0) {
    const row: RawValue[] = []
    scanner.again(start, () => readElements(scanner, row, Math.min(width, MOST_LABELS)))
    found.first = row
  }
  found.width = Math.max(found.width, width)
  found.labels = null
  found.arrays++
}

const noteScalar = (scanner: JsonScanner, found: ArrayFound, code: number): void => {
  if (code === QUOTE && found.labels !== null) addLabel(found, scanner.readString())
  else {
    found.labels = null
    scanner.skipScalar(code)
  }
}

const addLabel = (found: ArrayFound, label: RawValue | undefined): void => {
  if (typeof label === 'string') found.labels?.push(label)
  else found.labels = null
}
