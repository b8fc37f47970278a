import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findPostgres, startSystemPostgres } from './system-postgres.js'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const programAt = path => (existsSync(path) ? path : null)

/**
 * Programs that some tests need and npm does not carry: how each is found, and the Debian packages that
 * bring it.
 */
const TOOLS = {
  chromium: {
    name: 'Chromium',
    find: () => CHROMIUM.find(path => existsSync(path)) ?? null,
    packages: ['chromium', 'fonts-noto-core', 'fonts-liberation'],
  },
  postgres: { name: 'a PostgreSQL server', find: findPostgres, packages: ['postgresql'] },
  ogrinfo: { name: 'GDAL', find: () => programAt('/usr/bin/ogrinfo'), packages: ['gdal-bin'] },
  rapper: { name: 'Raptor', find: () => programAt('/usr/bin/rapper'), packages: ['raptor2-utils'] },
}

const apt = (...args) =>
  spawnSync('apt-get', ['-qq', '-o', 'Dpkg::Use-Pty=0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })

const mayInstall = () => process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0

function installMissing() {
  const missing = Object.values(TOOLS).filter(tool => tool.find() === null)
  if (missing.length === 0 || !mayInstall()) return
  process.stderr.write(`installing ${missing.map(tool => tool.name).join(' and ')} for the tests…\n`)
  const updated = apt('update')
  const packages = missing.flatMap(tool => tool.packages)
  const installed = apt('install', '-y', '--no-install-recommends', ...packages)
  if (installed.status !== 0) process.stderr.write(`${updated.stderr ?? ''}${installed.stderr ?? ''}`)
}

/**
 * Finds the tools, installing the missing ones where root and apt allow it, and starts a PostgreSQL server
 * for the contract suites. Returns the environment that tells the tests, and what ends it all; a tool that
 * cannot be had is said, and its tests count as skipped.
 */
export async function systemTools() {
  installMissing()
  const { chromium, postgres, ogrinfo, rapper } = TOOLS
  for (const { name, find, packages } of Object.values(TOOLS))
    if (find() === null)
      process.stdout.write(`${name} is not there (Debian: ${packages.join(' ')}): its tests are skipped\n`)
  const bin = postgres.find()
  const server = bin === null ? null : await startSystemPostgres(bin)
  const browser = chromium.find()
  return {
    env: {
      ...(browser === null ? {} : { VITRINE_TEST_CHROMIUM: browser }),
      ...(ogrinfo.find() === null ? {} : { VITRINE_TEST_OGRINFO: ogrinfo.find() }),
      ...(rapper.find() === null ? {} : { VITRINE_TEST_RAPPER: rapper.find() }),
      ...(server === null ? {} : { VITRINE_TEST_DATABASE_URL: server.url }),
    },
    stop: async () => server?.stop(),
  }
}
