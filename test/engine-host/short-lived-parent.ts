import { engineHostProgram } from '../../src/adapters/engine-host/program.ts'

const [, , home = '', socketPath = ''] = process.argv
const log = { info: () => {}, warn: () => {}, error: () => {} }

const host = await engineHostProgram({ home, socketPath, log, ballastBytes: 0 }).start(
  AbortSignal.timeout(30_000),
)
process.stdout.write(String(host.pid))
