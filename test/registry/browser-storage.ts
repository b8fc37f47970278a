import { parseSync } from 'vite'

/** Names by which a page keeps something in a browser, or sends something away unseen (privacy.md §3.4). */
const STORES = new Set([
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'cookieStore',
  'caches',
  'serviceWorker',
  'sendBeacon',
  'SharedWorker',
])
const WINDOWS = new Set(['window', 'self', 'globalThis', 'top', 'parent'])

type Node = Readonly<Record<string, unknown>>

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

function* nodesIn(value: unknown): Generator<Node> {
  if (!isNode(value)) return
  if (typeof value.type === 'string') yield value
  for (const inner of Object.values(value)) yield* nodesIn(inner)
}

/** Text of a name, of a literal, or of a template without parts. */
function textOf(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Identifier') return String(node.name)
  if (node.type === 'Literal') return String(node.value)
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis) || node.quasis.length !== 1) return null
  const [only]: unknown[] = node.quasis
  return isNode(only) && isNode(only.value) ? String(only.value.cooked) : null
}

/** What a source of the browser does with its storage: names of what it touches, however it is written. */
export function storageUses(file: string, text: string): readonly string[] {
  return [...nodesIn(parseSync(file, text).program)].flatMap(node => {
    if (node.type === 'MemberExpression') {
      const [object, property] = [textOf(node.object), textOf(node.property)]
      if (property === 'cookie') return ['cookie']
      if (property === 'name' && object !== null && WINDOWS.has(object)) return ['name']
    }
    if (node.type === 'VariableDeclarator' && isNode(node.init) && WINDOWS.has(textOf(node.init) ?? ''))
      return namesTaken(node.id)
    const name =
      node.type === 'Identifier' || node.type === 'Literal' || node.type === 'TemplateLiteral'
        ? textOf(node)
        : null
    return name !== null && STORES.has(name) ? [name] : []
  })
}

/** `const { name } = window`. */
const namesTaken = (pattern: unknown): readonly string[] =>
  [...nodesIn(pattern)].flatMap(node =>
    node.type === 'Property' && textOf(node.key) === 'name' ? ['name'] : [],
  )
