import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

const ROOT = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'vitrine-launcher-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let made = 0

/** A program that notes each of its starts, and a launcher that runs it; both in files of their own. */
function launcher(how: 'keepAlive' | 'runOnce', program: string) {
  const name = join(folder, `case-${made++}`)
  const starts = `${name}.starts`
  writeFileSync(
    `${name}.mjs`,
    `import { appendFileSync, readFileSync } from 'node:fs'
     appendFileSync(${JSON.stringify(starts)}, process.pid + '\\n')
     const start = readFileSync(${JSON.stringify(starts)}, 'utf8').trim().split('\\n').length
     const ready = () => new Promise(sent => process.send({ ready: true }, sent))
     const stay = () => new Promise(() => setInterval(() => {}, 1000))
     ${program}`,
  )
  writeFileSync(
    `${name}.launcher.mjs`,
    `import { ${how} } from ${JSON.stringify(join(ROOT, 'bin', 'supervise.js'))}
     process.exitCode = await ${how}(process.execPath, [${JSON.stringify(`${name}.mjs`)}])`,
  )
  const child = spawn(process.execPath, [`${name}.launcher.mjs`], { stdio: 'ignore' })
  const pids = () => (existsSync(starts) ? readFileSync(starts, 'utf8').trim().split('\n').map(Number) : [])
  return { child, pids }
}

const ended = async (child: ChildProcess): Promise<number | string | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode ?? child.signalCode
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function until(what: string, condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (condition()) return
    await sleep(20)
  }
  assert.fail(`waited in vain: ${what}`)
}

for (const [program, code] of [
  ['process.exit(0)', 0],
  ['process.exit(4)', 4],
  ["process.kill(process.pid, 'SIGKILL'); await stay()", 137],
  ["throw new Error('x')", 1],
] as const)
  test(`launcher: a command ends with ${code}`, async () => {
    const { child, pids } = launcher('runOnce', program)
    assert.equal(await ended(child), code)
    assert.equal(pids().length, 1)
  })

test('launcher: a server that never was ready is not started again', async () => {
  const { child, pids } = launcher('keepAlive', 'process.exit(4)')
  assert.equal(await ended(child), 4)
  assert.equal(pids().length, 1)
})

test('launcher: a server that ended in order is not started again', async () => {
  const { child, pids } = launcher('keepAlive', 'await ready(); process.exit(0)')
  assert.equal(await ended(child), 0)
  assert.equal(pids().length, 1)
})

for (const [how, crash] of [
  ['was killed', "process.kill(process.pid, 'SIGKILL'); await stay()"],
  ['threw', "throw new Error('x')"],
  ['aborted', 'process.abort()'],
] as const)
  test(`launcher: a ready server that ${how} is started again until it ends in order`, async () => {
    const { child, pids } = launcher(
      'keepAlive',
      `await ready(); if (start < 4) { ${crash} } else process.exit(0)`,
    )
    assert.equal(await ended(child), 0)
    assert.equal(pids().length, 4)
  })

test('launcher: a server killed before it was ready again is started again', async () => {
  const { child, pids } = launcher(
    'keepAlive',
    `if (start === 1) { await ready(); process.kill(process.pid, 'SIGKILL'); await stay() }
     if (start === 2) { process.kill(process.pid, 'SIGKILL'); await stay() }
     process.exit(0)`,
  )
  assert.equal(await ended(child), 0)
  assert.equal(pids().length, 3)
})

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  test(`launcher: ${signal} is handed on, and the end it brings is no crash`, async () => {
    const { child, pids } = launcher(
      'keepAlive',
      `process.on('${signal}', () => process.exit(0)); await ready(); await stay()`,
    )
    await until('the start', () => pids().length === 1)
    await sleep(200)
    child.kill(signal)
    assert.equal(await ended(child), 0)
    assert.equal(pids().length, 1)
  })

test('launcher: a stop between two starts is a stop', async () => {
  const { child, pids } = launcher(
    'keepAlive',
    "await ready(); process.kill(process.pid, 'SIGKILL'); await stay()",
  )
  await until('a few restarts', () => pids().length > 6)
  child.kill('SIGTERM')
  assert.notEqual(await ended(child), null)
  const count = pids().length
  await sleep(300)
  assert.equal(pids().length, count)
})

test('launcher: what it started does not outlive it', async () => {
  const { child, pids } = launcher(
    'keepAlive',
    "process.on('disconnect', () => process.exit(0)); await ready(); await stay()",
  )
  await until('the start', () => pids().length === 1)
  await sleep(200)
  child.kill('SIGKILL')
  const [pid = 0] = pids()
  await until('the end of the orphan', () => !alive(pid))
})

const OLD_NODES = ['/usr/local/bin/node', '/usr/bin/node']
const oldNode = OLD_NODES.find(path => {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  return /^v2[0-3]\./.test(stdout ?? '')
})

test('launcher: an older Node.js runs the command line on the one that was brought', {
  skip: oldNode === undefined ? 'needs Node.js 20 to 23 on this machine' : false,
}, () => {
  const run = spawnSync(oldNode ?? '', [join(ROOT, 'bin', 'vitrine.js'), '--version'], { encoding: 'utf8' })
  assert.deepEqual([run.stdout.trim(), run.status], ['0.1.0', 0])
})

test('launcher: the exit code of a command passes through', () => {
  const run = spawnSync(process.execPath, [join(ROOT, 'bin', 'vitrine.js'), 'publsih'], { encoding: 'utf8' })
  assert.equal(run.status, 2)
  assert.match(run.stderr, /Did you mean publish\?/)
})
