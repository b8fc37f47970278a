import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const VERSIONS = '/usr/lib/postgresql'

/** The `bin` folder of the newest PostgreSQL server that the system has, or null. */
export function findPostgres() {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a)) : []
  return (
    versions.map(version => join(VERSIONS, version, 'bin')).find(bin => existsSync(join(bin, 'initdb'))) ??
    null
  )
}

const idOf = (kind, user) => Number(execFileSync('id', [kind, user], { encoding: 'utf8' }))

/** PostgreSQL refuses root: as root it runs as Debian's own user. */
const identity = () =>
  process.getuid() === 0 ? { uid: idOf('-u', 'postgres'), gid: idOf('-g', 'postgres') } : {}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

async function untilReady(bin, port, server) {
  for (let attempt = 0; attempt < 150; attempt++) {
    if (server.exitCode !== null) break
    try {
      execFileSync(join(bin, 'pg_isready'), ['--quiet', '--host=127.0.0.1', `--port=${port}`])
      return
    } catch {
      await sleep(200)
    }
  }
  throw new Error('the system’s PostgreSQL did not start')
}

/** Starts a server of its own in a folder of its own; `stop` leaves nothing of it. */
export async function startSystemPostgres(bin) {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-postgres-'))
  const user = identity()
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const options = { ...user, cwd: folder, stdio: 'ignore' }
  const data = join(folder, 'data')
  const setUp = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
  execFileSync(join(bin, 'initdb'), ['--pgdata', data, ...setUp], options)
  const port = await freePort()
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: folder, fsync: 'off', port }
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...words], options)
  const gone = new Promise(resolve => server.once('exit', resolve))
  const stop = async () => {
    server.kill('SIGINT')
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await untilReady(bin, port, server)
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop }
}
