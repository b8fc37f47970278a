import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { KEEPER } from '../../src/adapters/postgres/keeper.ts'
import { unprivilegedUser } from '../../src/adapters/postgres/unprivileged-user.ts'
import { onServer, passableFolder, serverByUrl, type TestServer } from './postgres-servers.ts'

const ROOT = '/usr/lib/postgresql'

/** Programs of the newest PostgreSQL that Debian installed here (`apt-get install postgresql`), or null. */
export function debianPostgres(): { readonly major: string; readonly bin: string } | null {
  const majors = existsSync(ROOT)
    ? readdirSync(ROOT).filter(name => existsSync(join(ROOT, name, 'bin', 'postgres')))
    : []
  const major = majors.sort((a, b) => Number(b) - Number(a))[0]
  return major === undefined ? null : { major, bin: join(ROOT, major, 'bin') }
}

/** A server of Debian's PostgreSQL in a folder of its own, with its stock settings; gone when closed. */
export async function debianServer(bin: string): Promise<TestServer> {
  const folder = await passableFolder()
  const user = await unprivilegedUser()
  for (const name of ['data', 'socket']) {
    mkdirSync(join(folder, name), { mode: 0o700 })
    if (user !== null) chownSync(join(folder, name), user.uid, user.gid)
  }
  const child = { ...user, cwd: join(folder, 'data'), env: { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin' } }
  execFileSync(
    join(bin, 'initdb'),
    ['-D', join(folder, 'data'), '-U', 'vitrine', '-A', 'trust', '-E', 'UTF8'],
    child,
  )
  const socket = join(folder, 'socket')
  const command = [join(bin, 'postgres'), '-D', join(folder, 'data'), '-k', socket, '-c', 'listen_addresses=']
  const running = spawn('/bin/sh', ['-c', KEEPER, 'keeper', ...command], {
    ...child,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const url = `postgres://vitrine@localhost/postgres?host=${encodeURIComponent(socket)}`
  for (let n = 0; ; n++)
    try {
      await onServer({ url }, 'select 1')
      break
    } catch (thrown) {
      if (n > 500) throw thrown
      await sleep(20)
    }
  const server = await serverByUrl(url)
  return {
    ...server,
    close: async () => {
      running.kill('SIGINT')
      await once(running, 'exit')
      running.stdin.end('done\n')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
