import { type ChildProcess, spawn } from 'node:child_process'
import { request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const ROOT = resolve(import.meta.dirname, '../..')
const PROGRAM = join(ROOT, 'bin/vitrine.js')

const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer()
    server.on('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })

const answers = (port: number): Promise<boolean> =>
  new Promise(done => {
    request({ host: '127.0.0.1', port, path: '/readyz' }, response => {
      response.resume()
      done(response.statusCode === 200)
    })
      .on('error', () => done(false))
      .end()
  })

/** The product as an operator runs it: one server on a data folder of its own, and the command line beside it. */
export class Product {
  readonly origin: string
  readonly #server: ChildProcess
  readonly #env: NodeJS.ProcessEnv
  readonly #ended: Promise<unknown>
  readonly #running = new Set<ChildProcess>()

  private constructor(server: ChildProcess, port: number, env: NodeJS.ProcessEnv) {
    this.#server = server
    this.#env = env
    this.#ended = new Promise(done => server.once('close', done))
    this.#running.add(server)
    this.origin = `http://127.0.0.1:${port}`
  }

  /** Starts a server on the data folder `home` and waits until it is ready. */
  static async start(home: string, seconds: number): Promise<Product> {
    const port = await freePort()
    const env = { ...process.env, VITRINE_HOME: home, PORT: String(port) }
    const server = spawn(process.execPath, [PROGRAM, 'serve'], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let log = ''
    const keep = (text: string): void => {
      log = (log + text).slice(-4000)
    }
    server.stdout.setEncoding('utf8').on('data', keep)
    server.stderr.setEncoding('utf8').on('data', keep)
    const product = new Product(server, port, env)
    for (let waited = 0; waited < seconds * 5; waited++) {
      if (await answers(port)) return product
      if (server.exitCode !== null) throw new Error(`the server ended with code ${server.exitCode}: ${log}`)
      await sleep(200)
    }
    await product.stop()
    throw new Error(`the server was not ready after ${seconds} s: ${log}`)
  }

  /** The processes started here that still run: the server, and a command while it does. */
  pids(): readonly number[] {
    return [...this.#running].flatMap(child => child.pid ?? [])
  }

  /** `vitrine publish … --json`; gives what it printed, or throws with what it said. */
  publish(file: string, portal: string, id: string): Promise<string> {
    const args = [PROGRAM, 'publish', file, '--portal', portal, '--id', id, '--json']
    return new Promise((done, failed) => {
      const child = spawn(process.execPath, args, { cwd: ROOT, env: this.#env })
      this.#running.add(child)
      let out = ''
      let err = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text
      })
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        err += text
      })
      child.on('error', failed)
      child.on('close', code => {
        this.#running.delete(child)
        if (code === 0) done(out)
        else failed(new Error(`publish ended with code ${code}: ${err.slice(-2000)}`))
      })
    })
  }

  async stop(): Promise<void> {
    this.#server.kill('SIGTERM')
    await this.#ended
  }
}
