import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const POSTGRES = '/usr/lib/postgresql'

const findChromium = () => CHROMIUM.find(path => existsSync(path)) ?? null

/** The `bin` folder of the newest PostgreSQL server that the system has. */
function findPostgres() {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES).sort((a, b) => Number(b) - Number(a)) : []
  return (
    versions.map(version => join(POSTGRES, version, 'bin')).find(bin => existsSync(join(bin, 'initdb'))) ??
    null
  )
}

/**
 * Programs that some tests need and npm does not carry: the variable that tells the tests where it is, how
 * it is found, the Debian packages that bring it.
 */
const TOOLS = [
  {
    name: 'Chromium',
    variable: 'VITRINE_TEST_CHROMIUM',
    find: findChromium,
    packages: ['chromium', 'fonts-noto-core', 'fonts-liberation'],
  },
  {
    name: 'a PostgreSQL server',
    variable: 'VITRINE_TEST_POSTGRES',
    find: findPostgres,
    packages: ['postgresql'],
  },
]

const apt = (...args) =>
  spawnSync('apt-get', ['-qq', '-o', 'Dpkg::Use-Pty=0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })

const mayInstall = () => process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0

/**
 * Finds the tools, installing the missing ones where root and apt allow it. Returns the environment that
 * tells the tests; a tool that cannot be had is said, and its tests count as skipped.
 */
export function systemTools() {
  const missing = TOOLS.filter(tool => tool.find() === null)
  if (missing.length > 0 && mayInstall()) {
    process.stderr.write(`installing ${missing.map(tool => tool.name).join(' and ')} for the tests…\n`)
    const updated = apt('update')
    const installed = apt(
      'install',
      '-y',
      '--no-install-recommends',
      ...missing.flatMap(tool => tool.packages),
    )
    if (installed.status !== 0) process.stderr.write(`${updated.stderr ?? ''}${installed.stderr ?? ''}`)
  }
  const found = TOOLS.map(tool => ({ ...tool, path: tool.find() }))
  for (const { name, packages, path } of found)
    if (path === null)
      process.stdout.write(
        `${name} is not there (Debian: ${packages.join(' ')}): tests that need it are skipped\n`,
      )
  return Object.fromEntries(found.flatMap(({ variable, path }) => (path === null ? [] : [[variable, path]])))
}
