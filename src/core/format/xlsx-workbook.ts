import { VitrineError } from '../errors.ts'
import { type DateKind, dateKind } from './xlsx-dates.ts'
import { readXml } from './xlsx-xml.ts'
import type { ZipMember } from './zip-archive.ts'

/** Shared texts are held in memory. */
const MAX_SHARED_CHARS = 128 * 1024 * 1024

export interface Sheet {
  readonly name: string
  readonly hidden: boolean
  readonly part: ZipMember
}

/** What all sheets of a workbook share. */
export interface Workbook {
  readonly sheets: readonly Sheet[]
  readonly is1904: boolean
  readonly texts: readonly string[]
  /** By number of cell style. */
  readonly dates: readonly (DateKind | null)[]
}

/** @throws VitrineError `source_damaged`, `source_too_large`. */
export const readWorkbook = async (members: readonly ZipMember[]): Promise<Workbook> => {
  const parts = new Map(members.map(member => [member.name.toLowerCase().replaceAll('\\', '/'), member]))
  const workbook = parts.get('xl/workbook.xml')
  if (workbook === undefined) throw new VitrineError('source_damaged', { format: 'xlsx' })
  const targets = await relationships(parts.get('xl/_rels/workbook.xml.rels'))
  const { sheets, is1904 } = await readSheets(workbook, id => partOf(parts, targets.get(id)?.target))
  const find = (type: string, usual: string) =>
    partOf(parts, [...targets.values()].find(target => target.type.endsWith(type))?.target) ??
    parts.get(usual)
  const strings = find('/sharedStrings', 'xl/sharedstrings.xml')
  const styles = find('/styles', 'xl/styles.xml')
  return {
    sheets,
    is1904,
    texts: strings === undefined ? [] : await sharedTexts(strings),
    dates: styles === undefined ? [] : await styleDates(styles),
  }
}

interface Target {
  readonly type: string
  readonly target: string
}

const partOf = (parts: ReadonlyMap<string, ZipMember>, target: string | undefined): ZipMember | undefined => {
  if (target === undefined) return undefined
  const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`
  return parts.get(path.toLowerCase().replaceAll('/./', '/'))
}

const nothing = (): void => {}

const relationships = async (part: ZipMember | undefined): Promise<ReadonlyMap<string, Target>> => {
  const targets = new Map<string, Target>()
  if (part === undefined) return targets
  const open = (
    name: string,
    { Id = '', Type = '', Target = '' }: Readonly<Record<string, string>>,
  ): void => {
    if (name === 'Relationship') targets.set(Id, { type: Type, target: Target })
  }
  await readXml('xlsx', part.stream(), { open, text: nothing, close: nothing })
  return targets
}

const readSheets = async (workbook: ZipMember, partFor: (id: string) => ZipMember | undefined) => {
  const sheets: Sheet[] = []
  let is1904 = false
  const open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '')
    if (name !== 'sheet') return
    const id = Object.entries(attributes).find(([key]) => /(?:^|:)id$/.test(key))?.[1] ?? ''
    const part = partFor(id)
    const hidden = attributes.state === 'hidden' || attributes.state === 'veryHidden'
    if (part !== undefined) sheets.push({ name: attributes.name ?? '', hidden, part })
  }
  await readXml('xlsx', workbook.stream(), { open, text: nothing, close: nothing })
  return { sheets, is1904 }
}

/** `_x000D_` and the like, as the characters they stand for (ECMA-376 §22.4.2.4). */
export const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text

const sharedTexts = async (part: ZipMember): Promise<readonly string[]> => {
  const texts: string[] = []
  let text = ''
  let inText = false
  let phonetic = false
  let chars = 0
  await readXml('xlsx', part.stream(), {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic = true
      else if (name === 't') inText = !phonetic
    },
    text(more) {
      if (inText) text += more
    },
    close(name) {
      if (name === 't') inText = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') {
        texts.push(unescapeText(text))
        chars += text.length
        if (chars > MAX_SHARED_CHARS)
          throw new VitrineError('source_too_large', { what: 'texts', limit: MAX_SHARED_CHARS })
      }
    },
  })
  return texts
}

const styleDates = async (part: ZipMember): Promise<readonly (DateKind | null)[]> => {
  const codes = new Map<number, string>()
  const formats: number[] = []
  let inCells = false
  await readXml('xlsx', part.stream(), {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) formats.push(Number(attributes.numFmtId ?? 0))
    },
    text: nothing,
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return formats.map(id => dateKind(id, codes.get(id)))
}
