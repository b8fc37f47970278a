import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** Waits before the 1st, 2nd … restart in a row; the last one repeats. */
const BACK_OFF_MS = [0, 100, 200, 400, 800, 1000]
/** A process that lived this long starts the row anew. */
const STEADY_MS = 10_000
/** A process that was asked to stop and has not is ended. */
const PATIENCE_MS = 60_000

const start = (node, args) => spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })

const ending = child =>
  new Promise(resolve => {
    child.once('error', () => resolve({ code: 1, signal: null }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })

const exitCode = ({ code, signal }) => code ?? 128 + (constants.signals[signal] ?? 0)

/** Hands every stop signal on to `send`; returns what takes the handlers away. */
function onStopSignals(send) {
  const handlers = STOP_SIGNALS.map(signal => [signal, () => send(signal)])
  for (const [signal, handler] of handlers) process.on(signal, handler)
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler)
  }
}

/** Runs a program with our streams; resolves with its exit code. */
export async function runOnce(node, args) {
  const child = start(node, args)
  const release = onStopSignals(signal => child.kill(signal))
  const end = await ending(child)
  release()
  return exitCode(end)
}

/**
 * Runs a program for as long as it should: after a crash it is started again, at once the first time. A
 * program that never became ready and ended by itself had a reason (a wrong setting, a port in use) and is
 * left; one that was asked to stop is left too. The program says `{ ready: true }` over IPC.
 */
export async function keepAlive(node, args) {
  let child = null
  let stopping = false
  let wake = () => {}
  const release = onStopSignals(signal => {
    stopping = true
    wake()
    child?.kill(signal)
    setTimeout(() => child?.kill('SIGKILL'), PATIENCE_MS).unref()
  })
  let wasReady = false
  let crashes = 0
  for (;;) {
    const startedAt = performance.now()
    child = start(node, args)
    child.on('message', message => {
      wasReady ||= message?.ready === true
    })
    const end = await ending(child)
    child = null
    const orderly = end.code === 0 || (end.code !== null && !wasReady)
    if (stopping || orderly) {
      release()
      return exitCode(end)
    }
    if (performance.now() - startedAt > STEADY_MS) crashes = 0
    const wait = BACK_OFF_MS[Math.min(crashes++, BACK_OFF_MS.length - 1)]
    process.stderr.write(`vitrine ended (${end.signal ?? `exit code ${end.code}`}); starting again\n`)
    await new Promise(resolve => {
      wake = resolve
      setTimeout(resolve, wait)
    })
    if (stopping) {
      release()
      return exitCode(end)
    }
  }
}
