import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import { test } from 'node:test'
import { parseSync } from 'vite'

/** The rooms of the house and the rooms that each may know; type imports obey too (ARCHITECTURE.md). */
const MAY_IMPORT: readonly {
  readonly room: string
  readonly from: readonly string[]
  readonly rule: string
}[] = [
  {
    room: 'core/odsql/',
    from: ['core/odsql/', 'core/parsed.ts', 'core/closest-match.ts'],
    rule: 'the query language knows nothing of the house, so that it can move out',
  },
  {
    room: 'core/',
    from: ['core/'],
    rule: 'the core is pure: no use case, no adapter, no door',
  },
  { room: 'app/', from: ['core/', 'app/'], rule: 'use cases reach the outside through ports only' },
  {
    room: 'adapters/',
    from: ['core/', 'app/ports/', 'adapters/'],
    rule: 'an adapter implements ports and knows neither use cases nor doors',
  },
  {
    room: 'http/web/islands/',
    from: ['http/web/islands/', 'core/'],
    rule: 'what runs in the browser knows nothing of the server',
  },
  { room: 'http/', from: ['core/', 'app/', 'http/'], rule: 'a door knows use cases, never an adapter' },
  { room: 'cli/', from: ['core/', 'cli/'], rule: 'the command line knows the application by its interface' },
]

/** Builtin modules without input, output, clock or chance. */
const PURE_BUILTINS = new Set([
  'node:stream',
  'node:stream/promises',
  'node:zlib',
  'node:path',
  'node:path/posix',
  'node:util',
  'node:buffer',
  'node:string_decoder',
  'node:crypto',
])
/** What the core may take of `node:crypto`: functions of their arguments, nothing of chance. */
const PURE_CRYPTO = new Set(['createHash', 'createHmac', 'hkdfSync', 'timingSafeEqual'])
/** Packages that reach the outside. */
const OUTSIDE =
  /^(?:pg|pg-boss|chdb|undici|fastify|@fastify\/.*|@clickhouse\/.*|kysely|pino|prom-client|vite|tsx)$/

/** Files whose job is to hand the environment in. */
const READS_ENVIRONMENT = new Set(['cli.ts'])

interface SourceFile {
  /** Path below `src`, `/` between folders. */
  readonly path: string
  readonly text: string
  readonly imports: readonly string[]
  readonly program: unknown
  readonly comments: readonly string[]
}

const SRC = join(import.meta.dirname, '..', 'src')

function walk(folder: string, below = ''): readonly string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap(entry => {
    const path = posix.join(below, entry.name)
    return entry.isDirectory() ? walk(folder, path) : [path]
  })
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(SRC, path), 'utf8')
  const { program, comments, module } = parseSync(path, text)
  const specifiers = [...module.staticImports.map(entry => entry.moduleRequest.value)]
  for (const { entries } of module.staticExports)
    specifiers.push(...entries.flatMap(entry => entry.moduleRequest?.value ?? []))
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(['"])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2]
    if (literal !== undefined) specifiers.push(literal)
  }
  for (const node of nodes(program, 'TSImportType')) {
    const source = Reflect.get(node, 'source') ?? Reflect.get(node, 'argument')
    if (typeof source === 'object' && source !== null) specifiers.push(String(Reflect.get(source, 'value')))
  }
  return { path, text, imports: specifiers, program, comments: comments.map(({ value }) => value) }
}

type Node = { readonly type: string; readonly start: number; readonly end: number }

const isNode = (value: object): value is Node => 'type' in value && typeof value.type === 'string'

/** Every node of a type below `value`. */
function* nodes(value: unknown, type: string): Generator<Node> {
  if (typeof value !== 'object' || value === null) return
  if (isNode(value) && value.type === type) yield value
  for (const inner of Object.values(value)) yield* nodes(inner, type)
}

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.includes('/testing/')

const FILES = walk(SRC)
  .filter(path => /\.tsx?$/.test(path) && !isTest(path))
  .map(readSource)

const lineCount = (text: string): number => text.trimEnd().split('\n').length

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0

/** The place of an import below `src`, or null for a package. */
const target = (file: SourceFile, specifier: string): string | null =>
  specifier.startsWith('.') ? posix.join(dirname(file.path), specifier) : null

test('house: who may import whom', () => {
  const broken = FILES.flatMap(file => {
    const room = MAY_IMPORT.find(entry => file.path.startsWith(entry.room))
    if (room === undefined) return []
    return file.imports
      .map(specifier => target(file, specifier))
      .filter(path => path !== null && !room.from.some(allowed => path.startsWith(allowed)))
      .map(path => `${file.path} imports ${path}: ${room.rule}`)
  })
  assert.deepEqual(broken, [])
})

test('house: the core does nothing outside', () => {
  const broken = FILES.filter(file => file.path.startsWith('core/')).flatMap(file => [
    ...file.imports
      .filter(name => (name.startsWith('node:') ? !PURE_BUILTINS.has(name) : OUTSIDE.test(name)))
      .map(name => `${file.path} imports ${name}`),
    ...[...file.text.matchAll(/import (?:type )?\{?([^}]*)\}? from 'node:crypto'/g)]
      .flatMap(([, names]) => (names ?? '').split(','))
      .map(name => name.trim())
      .filter(name => !PURE_CRYPTO.has(name))
      .map(name => `${file.path} takes ${name} of node:crypto`),
    ...[
      ...file.text.matchAll(/\b(?:Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|fetch\()/g),
    ].map(([call]) => `${file.path} calls ${call}`),
  ])
  assert.deepEqual(broken, [], 'clock, chance and the world are handed in')
})

test('house: the environment is read in one place', () => {
  const readers = FILES.filter(file => /\bprocess\.env\b/.test(file.text)).map(file => file.path)
  assert.deepEqual(
    readers.filter(path => !READS_ENVIRONMENT.has(path)),
    [],
  )
})

test('house: files are short', () => {
  const lengths = FILES.map(file => ({ path: file.path, lines: lineCount(file.text) }))
  const lines = lengths.map(length => length.lines)
  assert.deepEqual(
    lengths.filter(length => length.lines > 400),
    [],
    'split at the second reason to change',
  )
  assert.ok(percentile(lines, 0.5) <= 80, `median ${percentile(lines, 0.5)}`)
  assert.ok(percentile(lines, 0.95) <= 250, `95th percentile ${percentile(lines, 0.95)}`)
})

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

interface MeasuredFunction {
  readonly place: string
  readonly lines: number
  readonly parameters: number
}

const functionsOf = (file: SourceFile): readonly MeasuredFunction[] =>
  FUNCTIONS.flatMap(type => [...nodes(file.program, type)]).map(node => {
    const line = lineCount(file.text.slice(0, node.start + 1))
    const parameters: unknown = Reflect.get(node, 'params')
    return {
      place: `${file.path}:${line}`,
      lines: lineCount(file.text.slice(node.start, node.end)),
      parameters: Array.isArray(parameters) ? parameters.length : 0,
    }
  })

test('house: functions are short and take few arguments', () => {
  const functions = FILES.flatMap(functionsOf)
  const lines = functions.map(measured => measured.lines)
  assert.deepEqual(
    functions.filter(measured => measured.lines > 80).map(measured => `${measured.place} ${measured.lines}`),
    [],
  )
  assert.deepEqual(
    functions.filter(measured => measured.parameters > 6).map(measured => measured.place),
    [],
    'more than six arguments are one object',
  )
  const parameters = functions.map(measured => measured.parameters)
  assert.ok(percentile(parameters, 0.95) <= 3, 'more than three arguments are the exception')
  assert.ok(percentile(lines, 0.95) <= 40, `95th percentile ${percentile(lines, 0.95)}`)
})

test('house: types are never switched off', () => {
  const broken = FILES.flatMap(file => [
    ...[...nodes(file.program, 'TSAnyKeyword')].map(() => `${file.path}: any`),
    ...[...nodes(file.program, 'TSNonNullExpression')].map(() => `${file.path}: !`),
    ...file.comments
      .filter(text => /@ts-(?:ignore|expect-error|nocheck)|biome-ignore|eslint-disable/.test(text))
      .map(text => `${file.path}: ${text.trim()}`),
  ])
  assert.deepEqual(broken, [])
})

test('house: no inline style, which the content security policy refuses', () => {
  const broken = FILES.filter(file =>
    [...nodes(file.program, 'JSXAttribute')].some(node =>
      /^style\b/.test(file.text.slice(node.start, node.end)),
    ),
  )
  assert.deepEqual(
    broken.map(file => file.path),
    [],
  )
})

test('house: no junk rooms, no barrels, names say one thing', () => {
  const paths = walk(SRC)
  assert.deepEqual(
    paths.filter(path => /(?:^|\/)(?:utils?|helpers?|common|misc|libs?|shared|stuff)(?:\/|\.|-)/.test(path)),
    [],
    'a helper lives with its first user and moves to a named room at its third',
  )
  assert.deepEqual(
    paths.filter(path => /^index\.tsx?$/.test(basename(path))),
    [],
  )
  assert.deepEqual(
    paths.filter(path => /\.tsx?$/.test(path) && !/^[a-z0-9]+(?:[-.][a-z0-9]+)*\.tsx?$/.test(basename(path))),
    [],
    'kebab-case',
  )
})

test('house: nothing is promised in the code', () => {
  const promises = FILES.filter(file => file.comments.some(text => /\b(?:TODO|FIXME|XXX|HACK)\b/.test(text)))
  assert.deepEqual(
    promises.map(file => file.path),
    [],
  )
})

/** Share of the code's lines that tests have; it may only rise, towards 1. */
const TESTS_PER_CODE = 0.7

test('house: tests keep up with the code', () => {
  const lines = (paths: readonly string[], root: string) =>
    paths.reduce((sum, path) => sum + lineCount(readFileSync(join(root, path), 'utf8')), 0)
  const TEST = import.meta.dirname
  const code = lines(
    FILES.map(file => file.path),
    SRC,
  )
  // what people write: suites, readers, questions, expectations; not the outcomes that a machine wrote beside them
  const isWritten = (path: string) =>
    /\.(?:tsx?|py|odsql)$/.test(path) || path.startsWith('datasets/expected/')
  const tests =
    lines(
      walk(SRC).filter(path => isTest(path)),
      SRC,
    ) + lines(walk(TEST).filter(isWritten), TEST)
  assert.ok(tests >= code * TESTS_PER_CODE, `${tests} lines of tests for ${code} of code`)
})
