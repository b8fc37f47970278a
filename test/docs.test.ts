import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { referencePages } from '../scripts/reference-pages.ts'
import { COMMANDS } from '../src/cli/commands.ts'
import { EXIT_CODES } from '../src/cli/exit-codes.ts'
import { COMMON_OPTIONS } from '../src/cli/parse-invocation.ts'
import { ERRORS } from '../src/core/errors.ts'
import { CATALOGUES } from '../src/core/i18n/catalogues.ts'
import { readPortal } from '../src/core/portal/read-portal.ts'
import { SETTING_KINDS } from '../src/core/settings/kinds.ts'
import { SETTING_GROUPS, SETTINGS } from '../src/core/settings.ts'
import { testPortal } from './chaos/open-test-deployment.ts'

const ROOT = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

const packageJson: unknown = JSON.parse(read('package.json'))
const member = (name: string): Readonly<Record<string, unknown>> => {
  const value: unknown = Reflect.get(Object(packageJson), name)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
  ...readdirSync(join(ROOT, 'docs', 'decisions')).map(name => `docs/decisions/${name}`),
]

for (const { path, text } of referencePages())
  test(`docs: ${path} says what the code declares`, () => {
    assert.ok(existsSync(join(ROOT, path)), 'npm run docs makes it')
    assert.equal(read(path), text, 'npm run docs brings it up to date')
  })

for (const page of PAGES) {
  const text = read(page)
  test(`docs: ${page} names files that are there`, () => {
    const named = [...text.matchAll(/`((?:src|bin|test|scripts|portals|bench)\/[^`\s<*]*)`/g)].map(
      ([, path]) => path,
    )
    assert.deepEqual(
      named.filter(path => !existsSync(join(ROOT, path ?? ''))),
      [],
    )
  })

  test(`docs: ${page} links to pages that are there`, () => {
    const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target ?? '')
    const local = links.filter(target => !/^[a-z]+:/.test(target))
    assert.deepEqual(
      local.filter(target => !existsSync(join(ROOT, dirname(page), target))),
      [],
    )
  })

  test(`docs: ${page} names commands that exist`, () => {
    const scripts = Object.keys(member('scripts'))
    const wanted = [...text.matchAll(/npm run ([a-z:-]+)/g)].map(([, name]) => name ?? '')
    assert.deepEqual(
      wanted.filter(name => !scripts.includes(name)),
      [],
    )
    const commands = [...COMMANDS.map(command => command.name), 'help']
    const called = [...text.matchAll(/(?:npx |`)vitrine ([a-z]+)/g)].map(([, name]) => name ?? '')
    assert.deepEqual(
      called.filter(name => !commands.includes(name)),
      [],
    )
  })

  test(`docs: ${page} names settings that exist`, () => {
    const known = [...SETTINGS.map(setting => setting.env as string), 'VITRINE_CONFIG']
    const named = [...text.matchAll(/\bVITRINE_[A-Z_]+\b/g)].map(([name]) => name)
    assert.deepEqual(
      named.filter(name => !known.includes(name) && !name.startsWith('VITRINE_TEST_')),
      [],
    )
  })
}

/** The members of `portal.json` that pages show. */
const settingsIn = (text: string): readonly string[] =>
  [...text.matchAll(/```json\n("[\s\S]*?)```/g)].map(([, members]) => members ?? '')

for (const path of ['docs/portals.md', 'docs/accounts.md'])
  test(`docs: ${path} shows settings that a portal may have`, () => {
    const all = settingsIn(read(path))
    assert.ok(all.length > 0)
    for (const members of all) {
      const { slug: _, ...config } = testPortal('town')
      const file = JSON.stringify({ ...config, ...JSON.parse(`{${members}}`) })
      const portal = readPortal('town', new Map([['portal.json', file]]))
      assert.ok(portal.ok, `${members} ${JSON.stringify(portal)}`)
    }
  })

test('docs: every dependency has its reason', () => {
  const page = read('docs/dependencies.md')
  const names = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap(kind =>
    Object.keys(member(kind)),
  )
  assert.deepEqual(
    names.filter(name => !page.includes(`\`${name}\``)),
    [],
  )
  const told = [...page.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) =>
    [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''),
  )
  assert.deepEqual(
    told.filter(name => !names.includes(name)),
    [],
    'gone from package.json',
  )
})

test('docs: the changelog has a place for what is coming', () => {
  assert.match(read('CHANGELOG.md'), /^## \[Unreleased\]/m)
})

test('docs: the licence is whole', () => {
  assert.match(read('LICENSE'), /Apache License\s+Version 2\.0, January 2004/)
  assert.match(read('LICENSE'), /END OF TERMS AND CONDITIONS/)
})

test('sentences: everything declared has one', () => {
  const english = CATALOGUES.en ?? {}
  const wanted = [
    ...Object.keys(ERRORS)
      .filter(code => !/^(?:cast|record)_/.test(code))
      .map(code => `error.${code}`),
    ...Object.keys(EXIT_CODES).map(name => `cli.exit.${name}`),
    ...SETTING_GROUPS.map(name => `cli.group.${name}`),
    ...SETTINGS.map(({ name }) => `cli.setting.${name}`),
    ...COMMANDS.flatMap(command => [
      `cli.command.${command.name}`,
      ...command.arguments.map(({ name }) => `cli.argument.${name}`),
      ...[...command.options, ...COMMON_OPTIONS].map(({ name }) => `cli.option.${name}`),
    ]),
  ]
  assert.deepEqual(
    wanted.filter(key => english[key] === undefined),
    [],
  )
})

test('sentences: every kind of setting is told in the refusal', () => {
  const sentence = CATALOGUES.en?.['error.setting_invalid'] ?? ''
  const kinds = Object.keys(SETTING_KINDS).filter(kind => kind !== 'text')
  assert.deepEqual(
    kinds.filter(kind => !sentence.includes(`${kind} {`)),
    [],
  )
})
