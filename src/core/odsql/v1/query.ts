import type { BoundNode, CompareOperator, ConditionNode, FieldNode, NowNode, StringNode } from '../ast.ts'
import { readFunction, readNow } from './functions.ts'
import type { Reader } from './reader.ts'

/** A word of free text: anything but spaces, brackets, quotes and operators; an apostrophe within is part of it. */
const WORD = /(?:[^\s()[\]"=<>:,!#]|!(?!=)|(?<!\s|^)#)+/uy
const FIELD = /(?:[\p{L}\p{M}\p{N}_.-]+|\*)(?=\s*(?::|!=|[=<>]))/uy
const OPERATOR = /:|==|=|!=|<>|<=|>=|<|>/y
/** A value without quotes; colons and signs may be part of it, as in an instant or an address. */
const VALUE = /[^\s()[\]"]*[^\s()[\]",]/uy
const BOUND = /[^\s[\]"]+/uy
const OPEN = /\(/y
const CLOSE = /\)/y
const BRACKET = /[[\]]/y
const AND = /AND(?=[\s()"'#,]|$)|and(?=\s+(?:not\s+)?#)/y
const OR = /OR(?=[\s()"'#,]|$)|or(?=\s+(?:not\s+)?#)/y
const NOT = /NOT(?=[\s()"'#]|$)|not(?=\s*#)/y
const TO = /TO(?=[\s"'#]|$)/iy
const NOW = /#now\s*\(/iy
const ENDS = /\)|OR(?=[\s()"'#,]|$)|or(?=\s+(?:not\s+)?#)/y

/**
 * A query of the v1 language (explore-api §14.6): free text with prefix match, `field:value`, ranges, `#functions`.
 * Keywords are in capitals, as the words of a search are not, or stand before a `#function`. Null when there is nothing in
 * it.
 */
export function readV1Query(reader: Reader): ConditionNode | null {
  reader.skip()
  if (reader.isEnd) return null
  const node = disjunction(reader, null)
  return reader.isEnd ? node : reader.unexpected()
}

type About = FieldNode | null

function disjunction(reader: Reader, about: About): ConditionNode {
  const { start } = reader
  const items = [conjunction(reader, about)]
  while (reader.read(OR) !== null) items.push(conjunction(reader, about))
  return joined('or', items, reader.span(start))
}

function conjunction(reader: Reader, about: About): ConditionNode {
  const { start } = reader
  const items = [negation(reader, about)]
  while (true) {
    reader.skip()
    const said = reader.read(AND) !== null
    if (!said && (reader.isEnd || reader.sees(ENDS))) break
    items.push(negation(reader, about))
  }
  return joined('and', items, reader.span(start))
}

function joined(
  kind: 'and' | 'or',
  items: readonly ConditionNode[],
  span: ConditionNode['span'],
): ConditionNode {
  const [only] = items
  if (only !== undefined && items.length === 1) return only
  return { kind, items: items.flatMap(item => (item.kind === kind ? item.items : [item])), span }
}

function negation(reader: Reader, about: About): ConditionNode {
  const { start } = reader
  if (reader.read(NOT) === null) return primary(reader, about)
  const operand = reader.nested(() => negation(reader, about))
  return { kind: 'not', operand, span: reader.span(start) }
}

function primary(reader: Reader, about: About): ConditionNode {
  if (reader.read(OPEN) !== null) {
    const inner = reader.nested(() => disjunction(reader, about))
    reader.expect(CLOSE)
    return inner
  }
  if (about !== null) return matching(reader, about)
  if (reader.sees(/#/y)) return readFunction(reader)
  return reader.sees(FIELD) ? condition(reader) : freeText(reader)
}

/** Words between quotes stand whole and together; a word without is the start of one. */
function freeText(reader: Reader): ConditionNode {
  const { start } = reader
  const quoted = reader.string()
  if (quoted !== null) return phrase(quoted)
  const value = reader.expect(WORD)
  return startOf({ kind: 'string', value, span: reader.span(start) })
}

/** Some word of the record begins with the text. */
export const startOf = (text: StringNode): ConditionNode => {
  const { span } = text
  return { kind: 'call', fn: 'suggest', args: [{ kind: 'star', span }, text], distinct: false, span }
}

function phrase(text: StringNode): ConditionNode {
  if (!/\S\s+\S/.test(text.value)) return text
  return { kind: 'and', items: [text, startOf(text)], span: text.span }
}

const COMPARE: Readonly<Record<string, CompareOperator>> = { '<': '<', '<=': '<=', '>': '>', '>=': '>=' }

function condition(reader: Reader): ConditionNode {
  const { start } = reader
  const [first = '', ...rest] = reader.expect(FIELD).split('.')
  const field: FieldNode = { kind: 'field', path: [first, ...rest], span: reader.span(start) }
  const operator = reader.expect(OPERATOR)
  const op = COMPARE[operator]
  if (op !== undefined)
    return { kind: 'compare', op, left: field, right: value(reader), span: reader.span(start) }
  const node = first === '*' ? anyField(reader) : about(reader, field)
  return operator === '!=' || operator === '<>' ? { kind: 'not', operand: node, span: node.span } : node
}

/** `*:*` is everything, `*:text` a search. */
const anyField = (reader: Reader): ConditionNode => {
  const text = value(reader)
  return text.kind === 'string' ? startOf(text) : reader.unexpected(text.span[0])
}

/** What stands after `field:`. */
function about(reader: Reader, field: FieldNode): ConditionNode {
  if (reader.sees(BRACKET)) return range(reader, field)
  if (reader.read(OPEN) === null) return matching(reader, field)
  const inner = reader.nested(() => disjunction(reader, field))
  reader.expect(CLOSE)
  return inner
}

function matching(reader: Reader, field: FieldNode): ConditionNode {
  const isPhrase = reader.sees(/["']/y)
  const right = value(reader)
  const span = [field.span[0], right.span[1]] as const
  if (right.kind === 'now') return { kind: 'compare', op: '=', left: field, right, span }
  return { kind: 'match', field, value: right, phrase: isPhrase, span }
}

function value(reader: Reader): StringNode | NowNode {
  const { start } = reader
  if (reader.sees(NOW)) return readNow(reader)
  const quoted = reader.string()
  if (quoted !== null) return quoted
  return { kind: 'string', value: reader.expect(VALUE), span: reader.span(start) }
}

/** `[a TO b]`; a bracket turned outwards leaves its bound out. */
function range(reader: Reader, subject: FieldNode): ConditionNode {
  const lowIncluded = reader.expect(BRACKET) === '['
  const low = bound(reader)
  reader.expect(TO)
  const high = bound(reader)
  const highIncluded = reader.expect(BRACKET) === ']'
  const span = reader.span(subject.span[0])
  return { kind: 'between', subject, low, high, lowIncluded, highIncluded, span }
}

function bound(reader: Reader): BoundNode {
  const { start } = reader
  if (reader.sees(NOW)) return readNow(reader)
  const quoted = reader.string()
  if (quoted !== null) return quoted
  const text = reader.expect(BOUND)
  return text === '*' ? null : { kind: 'string', value: text, span: reader.span(start) }
}
