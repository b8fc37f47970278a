import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { COMMANDS } from '../src/cli/commands.ts'
import { EXIT_CODES } from '../src/cli/exit-codes.ts'
import { usage } from '../src/cli/help.ts'
import { PACKAGE_ROOT } from '../src/cli/package-root.ts'
import { COMMON_OPTIONS } from '../src/cli/parse-invocation.ts'
import { ERRORS, type ErrorCode } from '../src/core/errors.ts'
import enErrors from '../src/core/i18n/catalogues/en/errors.json' with { type: 'json' }
import { allowed } from '../src/core/settings/read-settings.ts'
import { SETTING_GROUPS, SETTINGS, type SettingDeclaration } from '../src/core/settings.ts'
import coveredFile from '../test/privacy/covered.json' with { type: 'json' }
import vectorsFile from '../test/privacy/vectors.json' with { type: 'json' }
import { formatsPage, functionsPage } from './reference-explore.ts'
import { cell, page, type ReferencePage, say, table } from './reference-markdown.ts'
import { cookiesPage, routesPage } from './reference-portal.ts'
import type { Counts } from './vectors.js'

/** Vectors with what they ask for, and the reason of those that have no test. */
interface Vectors {
  readonly vectors: Readonly<Record<string, string>>
  readonly absent: Readonly<Record<string, string>>
}

const VECTORS: Vectors = vectorsFile
const COVERED: Counts = coveredFile

function settingsPage(): ReferencePage {
  const groups = SETTING_GROUPS.map(group => {
    const rows = SETTINGS.filter(setting => setting.group === group).map((setting: SettingDeclaration) => [
      `\`${setting.env}\``,
      `\`${setting.name}\``,
      cell(say(`cli.setting.${setting.name}`)) + (setting.secret === true ? ' Secret: never printed.' : ''),
      setting.default === null ? '–' : `\`${setting.default}\``,
      cell(allowed(setting)),
    ])
    return `## ${say(`cli.group.${group}`)}\n\n${table(['Variable', 'Member', 'What it says', 'Default', 'Allowed'], rows)}`
  })
  return page(
    'docs/settings.md',
    '# Settings',
    'Each setting is an environment variable or a member of the config file `vitrine.json`, looked for in the folder that Vitrine is started in; `VITRINE_CONFIG` names another one. The environment wins over the file. Paths are relative to the file’s folder, or to the folder Vitrine is started in. Sizes may say `kb`, `mb`, `gb`; durations `s`, `m`, `h`, `d`. A name that is not known is refused, and so is a value that does not fit: nothing is guessed. `vitrine check` prints what is effective and what is wrong.',
    '```json\n{ "port": 8080, "home": "/var/lib/vitrine", "trustedProxies": ["loopback"], "publicScheme": "https" }\n```',
    ...groups,
  )
}

function cliPage(): ReferencePage {
  const commands = COMMANDS.map(command => {
    const rows = [
      ...command.arguments.map(({ name }) => [`\`<${name}>\``, cell(say(`cli.argument.${name}`))]),
      ...command.options.map(({ name, value }) => [
        `\`--${name}${value === undefined ? '' : ` ${value}`}\``,
        cell(say(`cli.option.${name}`)),
      ]),
    ]
    const details = rows.length === 0 ? '' : `\n\n${table(['Word', 'What it says'], rows)}`
    return `## ${command.name}\n\n\`vitrine ${usage(command)}\`\n\n${say(`cli.command.${command.name}`)}${details}`
  })
  return page(
    'docs/cli.md',
    '# Command line',
    `\`npx vitrine <command>\` in a clone, \`vitrine <command>\` where it is installed. Every command takes ${COMMON_OPTIONS.map(({ name }) => `\`--${name}\``).join(' and ')}. Results go to the standard output, progress and faults to the standard error. Commands work beside a running server, or without one.`,
    ...commands,
    `## Exit codes\n\n${table(
      ['Code', 'Meaning'],
      Object.entries(EXIT_CODES).map(([name, code]) => [String(code), say(`cli.exit.${name}`)]),
    )}`,
  )
}

const VECTOR_GROUPS: Readonly<Record<string, string>> = {
  G: 'Ground rules',
  C: 'Requests forged by other sites',
  S: 'Sessions',
  T: 'Portals side by side',
  I: 'Rules of tenants',
  L: 'Language',
  B: 'The banner',
  P: 'The policy and what enforces it',
  A: 'Statistics, of which there are none yet',
}

/** Files with tests of a vector, and how many each. */
const testsOf = (id: string): string =>
  Object.entries(COVERED)
    .flatMap(([file, counts]) => {
      const count = counts[id] ?? 0
      return count === 0 ? [] : [count === 1 ? `\`${file}\`` : `\`${file}\` (${count})`]
    })
    .join(', ')

function vectorsPage(): ReferencePage {
  const groups = Object.entries(VECTOR_GROUPS).map(([prefix, title]) => {
    const rows = Object.entries(VECTORS.vectors)
      .filter(([id]) => id.startsWith(prefix))
      .map(([id, text]) => {
        const absent = VECTORS.absent[id]
        return [id, cell(text), absent === undefined ? testsOf(id) : `None: ${cell(absent)}`]
      })
    return `## ${title}\n\n${table(['Vector', 'What must hold', 'Tests'], rows)}`
  })
  return page(
    'docs/privacy-vectors.md',
    '# Privacy vectors',
    'Attacks and situations that Vitrine must withstand, and the tests that bear their ids at the start of their names. The table is made from the tests that passed: `npm test` fails when an id loses its tests in a file, `npm run vectors` takes in what the last run showed. `npm run long:guards` switches each guard off in turn, and says which ids notice.',
    ...groups,
  )
}

function errorsPage(): ReferencePage {
  const sentences: Readonly<Record<string, string>> = enErrors
  const codes = Object.keys(ERRORS).filter((code): code is ErrorCode => code in ERRORS)
  const rows = codes.map(code => [
    `\`${code}\``,
    ERRORS[code].kind,
    ERRORS[code].params.map(param => `\`${param}\``).join(', '),
    cell(sentences[`error.${code}`] ?? ''),
  ])
  return page(
    'docs/errors.md',
    '# Faults',
    'Every fault that can leave Vitrine. Codes are stable for ever; sentences are translated.',
    table(['Code', 'Kind', 'Parameters', 'Sentence'], rows),
  )
}

const schemaPage = (room: string, name: string): ReferencePage => ({
  path: `docs/schemas/${name}`,
  text: readFileSync(join(PACKAGE_ROOT, 'src', 'core', room, name), 'utf8'),
})

/** Every page that is made, as it should be on disk. */
export const referencePages = (): readonly ReferencePage[] => [
  settingsPage(),
  cliPage(),
  errorsPage(),
  vectorsPage(),
  cookiesPage(),
  formatsPage(),
  functionsPage(),
  routesPage(),
  schemaPage('portal', 'portal.schema.json'),
  schemaPage('portal', 'dataset.schema.json'),
  schemaPage(join('privacy', 'policy'), 'cookie-policy.schema.json'),
  schemaPage('audit', 'declaration.schema.json'),
  schemaPage('audit', 'plan.schema.json'),
]
