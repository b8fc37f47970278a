import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT_CODES } from './cli/exit-codes.ts'
import { firstLine } from './cli/first-line.ts'
import { commandLineLanguage } from './cli/language.ts'
import { createOutput } from './cli/output.ts'
import { PACKAGE_ROOT } from './cli/package-root.ts'
import { runCommandLine } from './cli/run-command-line.ts'
import { stopSignal } from './cli/stop-signals.ts'
import { translator } from './core/i18n/translate.ts'

const version = (): string => {
  const description: unknown = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'))
  return String(Reflect.get(Object(description), 'version'))
}

process.channel?.unref()
const words = process.argv.slice(2)
const exit = await runCommandLine({
  words,
  env: process.env,
  folder: process.cwd(),
  version: version(),
  output: createOutput({
    json: words.includes('--json'),
    stdout: process.stdout,
    stderr: process.stderr,
    translate: translator(commandLineLanguage(process.env)),
  }),
  signal: stopSignal(process, () => performance.now()),
  audit: async (...asked) => (await import('./main/audit.ts')).audit(...asked),
  readInput: () => firstLine(process.stdin, () => process.kill(process.pid, 'SIGINT')),
  openApplication: async (settings, signal) => (await import('./main.ts')).openApplication(settings, signal),
  onBug: thrown => console.error(thrown),
})
process.exitCode = EXIT_CODES[exit]
