import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { COMMANDS } from '../../src/cli/commands.ts'
import { parseInvocation } from '../../src/cli/parse-invocation.ts'
import { FINDING_KINDS } from '../../src/core/audit/finding.ts'
import { readDeclaration } from '../../src/core/audit/read-declaration.ts'
import { readPlan } from '../../src/core/audit/read-plan.ts'
import { AUDIT_STATES } from '../../src/core/audit/states.ts'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'audit.md'), 'utf8')
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text ?? '')

const [declaration = '', plan = ''] = blocks('json')

test('docs/audit.md: its declaration and its plan can be read', () => {
  const read = readDeclaration('declaration.json', declaration, 'www.example.org')
  assert.ok(read.ok, JSON.stringify(read))
  assert.equal(read.value.entries.length, 4)
  const walk = readPlan('plan.json', plan)
  assert.ok(walk.ok, JSON.stringify(walk))
  assert.equal(walk.value.templates.length, 2)
})

test('docs/audit.md: its commands have words that the command knows', () => {
  const command = COMMANDS.find(({ name }) => name === 'audit')
  assert.ok(command)
  const lines = blocks('sh').flatMap(block => [...block.matchAll(/vitrine audit ([^>\n]*)/g)])
  assert.equal(lines.length, 5)
  for (const [line, words = ''] of lines) {
    const read = parseInvocation(command, words.trim().split(/\s+/))
    assert.ok(read.ok, `${line}: ${JSON.stringify(read)}`)
  }
})

test('docs/audit.md: every state and every finding is explained', () => {
  for (const { letter } of AUDIT_STATES) assert.match(page, new RegExp(`^\\| ${letter} \\|`, 'm'))
  for (const kind of FINDING_KINDS) assert.match(page, new RegExp(`^\\| ${kind.replace('_', ' ')} \\|`, 'm'))
})
